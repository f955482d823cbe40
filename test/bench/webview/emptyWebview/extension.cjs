// What the bench compares the waterfall with: the least that a webview can be, one line of HTML.
const vscode = require('vscode');

const html = `<!DOCTYPE html><html><body><p>Empty</p><script>
  const channel = new MessageChannel();
  channel.port1.onmessage = () => watched.empty.push(performance.timeOrigin + performance.now());
  addEventListener('load', () => requestAnimationFrame(() => channel.port2.postMessage(0)));
</script></body></html>`;

exports.activate = (context) => {
  const open = () => {
    const options = { enableScripts: true };
    const panel = vscode.window.createWebviewPanel('empty', 'Empty', vscode.ViewColumn.Active, options);
    panel.webview.html = html;
  };
  const item = vscode.window.createStatusBarItem(vscode.StatusBarAlignment.Left);
  item.text = 'Empty webview';
  item.command = 'emptyWebview.open';
  item.show();
  context.subscriptions.push(vscode.commands.registerCommand('emptyWebview.open', open), item);
};
