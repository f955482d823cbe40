/** In two currencies, each asked for by itself. */
export const quote = async (req, res) => {
  const rates = [];
  for (const currency of ['nok', 'sek']) {
    const answer = await fetch(`http://127.0.0.1:${req.socket.localPort}/v1/rates/${currency}`, {
      headers: { accept: 'application/json' },
    });
    rates.push(await answer.json());
  }
  res.json(rates);
};
