const express = require('express');
const { requireCustomer } = require('./middleware/auth');
const orders = require('./routes/orders');
const catalogue = require('./routes/catalogue');
const { recommendations } = require('./recommendations');
const { inSpan } = require('./tracer');

const app = express();
app.use(express.json());

app.get('/health', (req, res) => {
  res.json({ status: 'ok' });
});

app.use('/api/orders', requireCustomer, orders);
app.use('/api', catalogue);

app.get('/recommendations/:customer', recommendations);

app.get('/boom', async (req, res) => {
  await inSpan('risky work', async () => {
    throw new Error('the shelf fell down');
  });
  res.end();
});

app.use((error, req, res, next) => {
  if (res.headersSent) return next(error);
  res.status(error.status ?? 500).json({ error: error.message });
});

// What other services would answer.
app.get('/upstream/stock/:sku', (req, res) => {
  res.json({ sku: req.params.sku, left: 3 });
});

const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`listening on ${server.address().port}`);
});
