import { expect, test } from 'vitest';
import { factsPicture } from './factsPicture.ts';

test('modules and functions of Elixir, and spans', async () => {
  const picture = await factsPicture(
    '/w/lib/shop/orders.ex',
    `
    defmodule Shop.Orders do
      @moduledoc """
      def not_here(x) do
      """
      require OpenTelemetry.Tracer, as: Tracer

      def get(id) when is_binary(id) do
        Tracer.with_span "get #{id}", %{attributes: []} do
          fetch(id)
        end
      end

      def get(nil), do: nil

      defp fetch!(id), do: Tracer.start_span(:fetch)

      defmodule Cache do
        def warm(
              x
            ) do
          Tracer.with_span :"warm up" do
            x
          end
        end
      end

      # def gone(x) do
      def last, do: 1
    end

    defimpl Jason.Encoder, for: Shop.Order do
      def encode(x, _), do: x
    end
    `,
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    type Shop.Orders 1:11
    symbol Shop.Orders.get 7:7
    symbol Shop.Orders.fetch! 15:8
    type Shop.Orders.Cache 17:13
    symbol Shop.Orders.Cache.warm 18:9
    symbol Shop.Orders.last 28:7
    type Jason.Encoder 31:9
    symbol Jason.Encoder.encode 32:7
    span 'get *' in Shop.Orders.get 8:5
    span 'warm up' in Shop.Orders.Cache.warm 21:7
    "
  `);
});
