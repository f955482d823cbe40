import { expect, test } from 'vitest';
import { factsPicture } from './factsPicture.ts';

const path = '/w/app/models/cart.rb';

test('classes, modules and methods', async () => {
  const picture = await factsPicture(
    path,
    `
    module Shop
      class Cart::Item < ApplicationRecord[7.1]
        include Sidekiq::Job
        extend Helpers
        def add(a, b: 1)
          inner
        end
        def self.load; end
        def valid?() = true
        class << self
          def inner; end
        end
        define_method(:dyn) { 1 }
      end
      Point = Struct.new(:x) do
        def length; end
      end
    end
    def free; end
    `,
    'symbols',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    type Shop 1:8-18
    type Shop.Cart.Item of ApplicationRecord, Sidekiq::Job, Helpers 2:15-14
    symbol Shop.Cart.Item.add 5:9-7
    symbol Shop.Cart.Item.load 8:14
    symbol Shop.Cart.Item.valid? 9:9
    symbol Shop.Cart.Item.inner 11:11
    symbol Shop.Cart.Item.dyn 13:19
    type Shop.Point of Struct 15:3-17
    symbol Shop.Point.length 16:9
    symbol free 19:5
    "
  `);
});

test('spans and tracers', async () => {
  const picture = await factsPicture(
    path,
    `
    class Cart
      TRACER = OpenTelemetry.tracer_provider.tracer('shop', '1')
      NAME = 'cart.save'.freeze
      def tracer
        @tracer ||= OpenTelemetry.tracer_provider.tracer('shop.memo')
      end
      def other = OpenTelemetry.tracer_provider.tracer('shop.other')
      def add(id)
        tracer.in_span("add #{id}", attributes: { 'a' => 1 }) do |span|
          @tracer.start_span(NAME)
          Cart::TRACER
            .in_span('chained') { 1 }
          TRACER.in_span('%s publish' % topic) { 1 }
          TRACER.in_span(format('%s receive', topic)) { 1 }
          TRACER.start_root_span("#{self.class.name}##{__method__}")
          tracer.in_span(computed) { 1 }
        end
      end
    end
    `,
    'tracers',
    'spans',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    tracer TRACER 'shop' 2:42
    tracer tracer 'shop.memo' 5:47
    tracer other 'shop.other' 7:45
    span 'add *' on tracer in Cart.add 9:12
    span 'cart.save' on tracer in Cart.add 10:15
    span 'chained' on TRACER in Cart.add 12:10
    span '* publish' on TRACER in Cart.add 13:14
    span '* receive' on TRACER in Cart.add 14:14
    span 'Cart#add' on TRACER in Cart.add 15:14
    span '*' on tracer in Cart.add 16:14
    "
  `);
});

test('Rails', async () => {
  const picture = await factsPicture(
    '/w/config/routes.rb',
    `
    Rails.application.routes.draw do
      root 'home#index'
      get '/x', to: 'users#show', as: :x
      get 'y' => 'users#y'
      get 'about/team'
      post :create, to: 'z#c', constraints: { id: /d/ }
      get '/old', to: redirect('/new')
      get '/proc', to: ->(env) { [200, {}, ['ok']] }
      resources :photos, only: [:index, :show] do
        resources :comments, only: %i[create]
        member { get :preview }
        collection do
          get 'search'
        end
        get :inline, on: :member
      end
      resource :person, except: [:new, :edit, :destroy]
      namespace :admin, path: 'sekret' do
        resources :users, controller: 'people', except: %i[new edit create update destroy]
        root to: 'dash#show'
      end
      scope '/api', module: 'api', as: 'api' do
        match '/m', to: 'm#m', via: [:get, :post]
        namespace :v1 do
          get 'deep', to: 'deep#show'
        end
      end
      controller :sessions do
        get 'login' => :new
        delete 'logout', action: :destroy
      end
      authenticate :user do
        get 'inside', to: 'in#side'
      end
      concern :commentable do
        resources :comments
      end
      mount Sidekiq::Web => '/sidekiq'
      mount Api::UsersRoot, at: '/grape'
    end
    `,
    'routes',
    'mounts',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    route GET '/' -> home#index (rails) 2:3
    route GET '/x' -> users#show (rails) 3:3
    route GET '/y' -> users#y (rails) 4:3
    route GET '/about/team' -> about#team (rails) 5:3
    route POST '/create' -> z#c (rails) 6:3
    route GET '/old' -> unknown (rails) 7:3
    route GET '/proc' -> here 8:20 (rails) 8:3
    route GET '/photos' -> photos#index (rails) 9:3
    route GET '/photos/:id' -> photos#show (rails) 9:3
    route POST '/photos/:id/comments' -> comments#create (rails) 10:5
    route GET '/photos/:id/preview' -> photos#preview (rails) 11:14
    route GET '/photos/search' -> photos#search (rails) 13:7
    route GET '/photos/:id/inline' -> photos#inline (rails) 15:5
    route POST '/person' -> people#create (rails) 17:3
    route GET '/person' -> people#show (rails) 17:3
    route PUT,PATCH '/person' -> people#update (rails) 17:3
    route GET '/sekret/users' -> admin/people#index (rails) 19:5
    route GET '/sekret/users/:id' -> admin/people#show (rails) 19:5
    route GET '/sekret/' -> admin/dash#show (rails) 20:5
    route GET,POST '/api/m' -> api/m#m (rails) 23:5
    route GET '/api/v1/deep' -> api/v1/deep#show (rails) 25:7
    route GET '/login' -> sessions#new (rails) 29:5
    route DELETE '/logout' -> sessions#destroy (rails) 30:5
    route GET '/inside' -> in#side (rails) 33:5
    mount sidekiq/web at '/sidekiq' 38:3
    mount api/users_root at '/grape' 39:3
    "
  `);
});

test('Sinatra and Grape', async () => {
  const picture = await factsPicture(
    '/w/app.rb',
    `
    require 'sinatra'
    get '/a/:b' do
      client.get '/remote' do |r| end
    end
    namespace '/api' do
      post('/x') { 1 }
    end
    class App < Sinatra::Base
      get('/in/class') do
        1
      end
      get %r{/re/(.*)} do
      end
      def helper
        get '/not' do
        end
      end
    end
    class Users < Grape::API
      prefix :api
      version 'v1', using: :path
      resource :users do
        desc 'All'
        get do
          1
        end
        route_param :id do
          get { 1 }
          put 'name' do
          end
        end
        post ':id/x' do
        end
      end
    end
    class Root < Grape::API
      version 'v2', using: :header
      mount Users
      mount Other::Api => '/other'
    end
    get '/spec', params: {}
    get 'prose' do
    end
    `,
    'routes',
    'mounts',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    route GET '/a/:b' -> here 2:13-4 (sinatra) 2:1
    route POST '/api/x' -> here 6:14 (sinatra) 6:3
    route GET '/in/class' on App in App -> here 9:20-11 (sinatra) 9:3
    route GET '/api/v1/users/' on Users in Users -> here 24:9-26 (grape) 24:5
    route GET '/api/v1/users/:id/' on Users in Users -> here 28:11 (grape) 28:7
    route PUT '/api/v1/users/:id/name' on Users in Users -> here 29:18-30 (grape) 29:7
    route POST '/api/v1/users/:id/x' on Users in Users -> here 32:18-33 (grape) 32:5
    mount Users at '/' on Root 38:3
    mount other/api at '/other' on Root 39:3
    "
  `);
});

test('consumers and statements', async () => {
  const picture = await factsPicture(
    path,
    `
    class Orders < Racecar::Consumer
      subscribes_to 'orders', :returns
      FIND = 'SELECT id FROM orders ' \\
             'WHERE id = ?'
      def process(message)
        connection.exec(FIND, [1])
        sql = <<~SQL
          SELECT * FROM items WHERE id = #{id}
        SQL
        ActiveRecord::Base.connection.execute sql
        conn.exec_params(<<~SQL.squish, [1])
          DELETE FROM y
        SQL
        Order.find_by_sql ['SELECT 1 FROM z WHERE id = ?', 1]
        channel.queue('mail').subscribe(block: true) do |info|
        end
        consumer.subscribe('topic')
      end
    end
    class Mail
      from_queue 'mailer', env: nil
      def work(message); end
    end
    KarafkaApp.routes.draw do
      topic :karafka do
        consumer KarafkaOrders
      end
    end
    `,
    'consumers',
    'statements',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    consumer 'orders' -> Orders.process 2:3
    consumer 'returns' -> Orders.process 2:3
    consumer 'mail' -> here 15:50-16 15:27
    consumer 'topic' -> here Orders.process 5:7-18 17:14
    consumer 'mailer' -> Mail.work 21:3
    consumer 'karafka' -> KarafkaOrders.consume 25:3
    statement 'SELECT id FROM orders WHERE id = ?' in Orders.process 6:16
    statement ' SELECT * FROM items WHERE id = * ' in Orders.process 10:35
    statement ' DELETE FROM y ' in Orders.process 11:10
    statement 'SELECT 1 FROM z WHERE id = ?' in Orders.process 14:24
    "
  `);
});

test('broken and hostile files cost nothing but themselves', async () => {
  const broken =
    "Rails.application.routes.draw do\n get '/x', to: \n resources ( do |\n class < \"un#{terminated \n <<~X";
  expect(await factsPicture('/w/config/routes.rb', broken, 'symbols')).toMatchInlineSnapshot(`"nothing"`);
  const sum = `def ok; end\nx = ${"'a' + ".repeat(5000)}'b'\n`;
  expect(await factsPicture(path, sum, 'symbols')).toMatchInlineSnapshot(`"symbol ok 1:5"`);
  const nested = `def ok; end\nRails.application.routes.draw do\n${'scope "x" do\n'.repeat(500)}get "/y", to: "a#b"\n${'end\n'.repeat(500)}end`;
  expect((await factsPicture(path, nested, 'routes')).length).toMatchInlineSnapshot(`1035`);
});
