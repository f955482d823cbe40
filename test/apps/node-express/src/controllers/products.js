const http = require('node:http');
const { tracer } = require('../tracer');

const skus = ['mug-01', 'pan-07'];

exports.list = (req, res) => {
  const span = tracer.startSpan(`list ${skus.length} products`);
  res.json(skus);
  span.end();
};

exports.show = function show(req, res, next) {
  const url = `http://127.0.0.1:${req.socket.localPort}/upstream/stock/${req.params.sku}`;
  http
    .get(url, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => res.json(JSON.parse(Buffer.concat(chunks).toString())));
    })
    .on('error', next);
};
