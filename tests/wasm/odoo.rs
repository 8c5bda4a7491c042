//! An Odoo that is a JavaScript function in place of `fetch`, and the JavaScript that tests ask about what came back.

use js_sys::{Array, Promise};
use odoo_client_wasm::js::client::ClientCore;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(inline_js = r#"
// Logins succeed; everything else is answered by `source`, the body of a function of `call`, `init` and `respond`.
export function configOf(source) {
  const answer = new Function('call', 'init', 'respond', source);
  const user = { id: 7, login: 'ada', name: 'Ada', partner_id: [31, 'Ada'], lang: 'en_GB', tz: 'Europe/London' };
  return {
    url: 'http://odoo.test', database: 'shop', username: 'ada', password: 'correct horse', safety: null,
    async fetch(url, init) {
      const { id, params } = JSON.parse(init.body);
      const respond = (answered) => new Response(JSON.stringify({ jsonrpc: '2.0', id, ...answered }), { headers: { 'Content-Type': 'application/json' } });
      if (params.service === 'common') return respond({ result: 7 });
      const call = params.args.slice(3);
      return call[0] === 'res.users' ? respond({ result: [user] }) : answer(call, init, respond);
    },
  };
}

export function evaluate(source) { return new Function(`return (${source});`)(); }

export function chain(object) {
  const names = [];
  for (let prototype = Object.getPrototypeOf(object); prototype; prototype = Object.getPrototypeOf(prototype)) names.push(prototype.constructor.name);
  return names.join(' < ');
}

export function member(object, name) { return object[name]; }
export function assign(object, name, value) { object[name] = value; }
export function same(left, right) {
  return JSON.stringify(left) === JSON.stringify(right) && Object.getPrototypeOf(left) === Object.getPrototypeOf(right);
}
export function shown(value) { return `${value} ${JSON.stringify(value)} ${value?.stack ?? ''}`; }
"#)]
extern "C" {
    #[wasm_bindgen(js_name = configOf)]
    pub(crate) fn config_of(source: &str) -> JsValue;
    /// The value of a JavaScript expression.
    pub(crate) fn evaluate(source: &str) -> JsValue;
    /// The names of a value's classes, the nearest first.
    pub(crate) fn chain(object: &JsValue) -> String;
    pub(crate) fn member(object: &JsValue, name: &str) -> JsValue;
    pub(crate) fn assign(object: &JsValue, name: &str, value: &JsValue);
    /// Whether two values are alike down to the prototype.
    pub(crate) fn same(left: &JsValue, right: &JsValue) -> bool;
    /// Everything a program could print of a value.
    pub(crate) fn shown(value: &JsValue) -> String;
}

/// A client that is logged in to an Odoo that answers by `source`.
pub(crate) async fn connected(source: &str) -> ClientCore {
    connected_with(&config_of(source)).await
}

/// A client of `config` that is logged in.
pub(crate) async fn connected_with(config: &JsValue) -> ClientCore {
    let client = ClientCore::new(config).expect("the configuration is right");
    JsFuture::from(authenticated(&client))
        .await
        .expect("the login succeeds");
    client
}

/// Calls `res.partner.<method>(*args)`.
pub(crate) fn call(client: &ClientCore, method: &str, args: &JsValue) -> Promise {
    called(client, "res.partner".into(), method.into(), args.clone())
}

/// The promise of a call, as the class `OdooClient` makes it.
pub(crate) fn called(
    client: &ClientCore,
    model: JsValue,
    method: JsValue,
    args: JsValue,
) -> Promise {
    const CALL: u8 = 7;
    started(client, CALL, model, method, args)
}

/// The promise of a login, as the class `OdooClient` makes it.
pub(crate) fn authenticated(client: &ClientCore) -> Promise {
    const AUTHENTICATE: u8 = 8;
    let nothing = || JsValue::UNDEFINED;
    started(client, AUTHENTICATE, nothing(), nothing(), nothing())
}

fn started(client: &ClientCore, number: u8, a: JsValue, b: JsValue, c: JsValue) -> Promise {
    let mut arguments = Some((a, b, c));
    Promise::new(&mut |resolve, reject| {
        let (a, b, c) = arguments.take().expect("a promise asks once");
        let nothing = || JsValue::UNDEFINED;
        client.start(number, a, b, c, nothing(), nothing(), resolve, reject);
    })
}

/// The result of a call of `res.partner.read` with no arguments.
pub(crate) async fn read(client: &ClientCore) -> Result<JsValue, JsValue> {
    JsFuture::from(call(client, "read", &Array::new())).await
}
