// Loaded before a measured process's own code, and plain JavaScript so that nothing of ours is measured with it
// (types would be stripped by a module of some megabytes): answers each message with the CPU time the process has used, and
// ends the process with the bench, however that ends.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuSeconds: (user + system) / 1e6 });
});
process.channel?.unref();
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
