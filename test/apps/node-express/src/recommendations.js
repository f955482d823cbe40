/** Asks two services at once. */
async function recommendations(req, res) {
  const base = `http://127.0.0.1:${req.socket.localPort}`;
  const [stock, popular] = await Promise.all([
    ask(`${base}/upstream/stock/mug-01`),
    fetch(`${base}/api/products`).then((answer) => answer.json()),
  ]);
  res.json({ for: req.params.customer, stock, popular });
}

async function ask(url) {
  const answer = await fetch(url);
  return answer.json();
}

module.exports = { recommendations };
