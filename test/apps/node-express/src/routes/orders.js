const { Router } = require('express');
const asyncHandler = require('../asyncHandler');
const { OrderService } = require('../services/orderService');

const router = Router();
const orders = new OrderService();

router.get('/', listOrders);

router.get(
  '/:orderId',
  asyncHandler(async (req, res) => {
    const order = await orders.find(req.params.orderId);
    if (order === undefined) return res.status(404).json({ error: 'no such order' });
    return res.json(order);
  }),
);

router.post('/', validate, async (req, res) => {
  const order = await orders.place(req.customer, req.body.sku);
  res.status(201).json(order);
});

router
  .route('/:orderId/items')
  .get((req, res) => {
    res.json([]);
  })
  .delete(removeItems);

async function listOrders(req, res) {
  res.json(await orders.list(req.customer));
}

function validate(req, res, next) {
  if (typeof req.body?.sku !== 'string') return res.status(400).json({ error: 'sku is missing' });
  return next();
}

function removeItems(req, res) {
  res.status(204).end();
}

module.exports = router;
