/** Orders are a customer's own. */
function requireCustomer(req, res, next) {
  const customer = req.get('x-customer');
  if (customer === undefined) return res.status(401).json({ error: 'Who are you?' });
  req.customer = customer;
  return next();
}

module.exports = { requireCustomer };
