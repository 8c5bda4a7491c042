//! An Odoo that is a JavaScript function in place of `fetch`, and clients of it.

use js_sys::{Array, Function, Promise};
use odoo_client_wasm::js::client::ClientCore;
use odoo_client_wasm::js::services::start_service;
use wasm_bindgen::prelude::*;

use super::javascript::{fulfilled, settled};

#[wasm_bindgen(inline_js = r#"
// Logins succeed; everything else is answered by `source`, the body of a function of `call`, `init` and `respond`.
export function configOf(source) {
  const answer = new Function('call', 'init', 'respond', source);
  const user = { id: 7, login: 'ada', name: 'Ada', partner_id: [31, 'Ada'], lang: 'en_GB', tz: 'Europe/London' };
  return {
    url: 'http://odoo.test', database: 'shop', username: 'ada', password: 'correct horse', safety: null,
    // The same in Node and in a browser, and nothing is asked twice.
    protocol: 'jsonrpc', retries: 0,
    fetch(url, init) {
      const { id, params } = JSON.parse(init.body);
      const respond = (answered) => new Response(JSON.stringify({ jsonrpc: '2.0', id, ...answered }), { headers: { 'Content-Type': 'application/json' } });
      if (params.service === 'common') return Promise.resolve(respond({ result: 7 }));
      const call = params.args.slice(3);
      return call[0] === 'res.users' ? Promise.resolve(respond({ result: [user] })) : answer(call, init, respond);
    },
  };
}
"#)]
extern "C" {
    #[wasm_bindgen(js_name = configOf)]
    pub(crate) fn config_of(source: &str) -> JsValue;
}

/// Answers with the positional arguments; a change of records with true, as Odoo does.
pub(crate) const ECHO: &str =
    "return respond({ result: ['write', 'unlink'].includes(call[1]) || call[2] });";

/// A client that is logged in to an Odoo that answers by `source`.
pub(crate) async fn connected(source: &str) -> ClientCore {
    connected_with(&config_of(source)).await
}

/// A client of `config` that is logged in.
pub(crate) async fn connected_with(config: &JsValue) -> ClientCore {
    let client = ClientCore::new(config).expect("the configuration is right");
    fulfilled(authenticate(&client)).await;
    client
}

/// Calls `model.method(*args, **kwargs)` with `options`, as the class `OdooClient` does.
pub(crate) fn call_with(client: &ClientCore, given: [&JsValue; 5]) -> Promise {
    const CALL: u8 = 7;
    started(client, CALL, given)
}

/// Logs in, as the class `OdooClient` does.
pub(crate) fn authenticate(client: &ClientCore) -> Promise {
    const AUTHENTICATE: u8 = 8;
    started(client, AUTHENTICATE, [&JsValue::UNDEFINED; 5])
}

/// Calls the CRUD method of that number, as the class `OdooClient` does when nobody has replaced its `call`.
pub(crate) fn crud(client: &ClientCore, number: u8, [a, b, c, d]: [&JsValue; 4]) -> Promise {
    started(client, number, [a, b, c, d, &JsValue::UNDEFINED])
}

fn started(client: &ClientCore, number: u8, given: [&JsValue; 5]) -> Promise {
    promised(|resolve, reject| {
        let [a, b, c, d, e] = given.map(Clone::clone);
        client.start(number, a, b, c, d, e, resolve, reject);
    })
}

/// Starts the service of that number on any object, as the service classes do; or a CRUD method, as the class `OdooClient`
/// does when somebody has replaced its `call`.
pub(crate) fn service(number: u8, client: &JsValue, given: [&JsValue; 4]) -> Promise {
    promised(|resolve, reject| {
        let [a, b, c, d] = given.map(Clone::clone);
        let client = client.clone();
        let none = JsValue::UNDEFINED;
        start_service(number, client, a, b, c, d, resolve, reject, none);
    })
}

/// The promise that `start` is given the functions of.
pub(crate) fn promised(start: impl Fn(Function, Function)) -> Promise {
    Promise::new(&mut |resolve, reject| start(resolve, reject))
}

/// Calls `res.partner.<method>(*args)` with `options`.
pub(crate) fn call_in(
    client: &ClientCore,
    method: &str,
    args: &JsValue,
    options: &JsValue,
) -> Promise {
    let (model, method) = ("res.partner".into(), method.into());
    call_with(
        client,
        [&model, &method, args, &JsValue::UNDEFINED, options],
    )
}

/// Calls `res.partner.<method>(*args)`.
pub(crate) fn call(client: &ClientCore, method: &str, args: &JsValue) -> Promise {
    call_in(client, method, args, &JsValue::UNDEFINED)
}

/// The result of a call of `res.partner.read` with no arguments.
pub(crate) async fn read(client: &ClientCore) -> Result<JsValue, JsValue> {
    settled(call(client, "read", &Array::new())).await
}
