/** A rejected promise becomes the request's error. */
module.exports = function asyncHandler(work) {
  return (req, res, next) => Promise.resolve(work(req, res, next)).catch(next);
};
