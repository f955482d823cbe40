const express = require('express');
const products = require('../controllers/products');

const router = express.Router();

router.get('/products', products.list);
router.get('/products/:sku', products.show);
router.all('/ping', function ping(req, res) {
  res.send('pong');
});

module.exports = router;
