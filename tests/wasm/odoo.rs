//! An Odoo that is a JavaScript function in place of `fetch`, and clients of it.

use js_sys::{Array, Function, Promise};
use odoo_client_wasm::js::client::ClientCore;
use wasm_bindgen::prelude::*;

use super::javascript::{fulfilled, settled};

#[wasm_bindgen(inline_js = r#"
// Logins succeed; everything else is answered by `source`, the body of a function of `call`, `init`
// and `respond`.
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
    promised(|resolve, reject| {
        let [model, method, args, kwargs, options] = given.map(Clone::clone);
        client.call(
            model,
            method,
            args,
            kwargs,
            JsValue::UNDEFINED,
            &options,
            resolve,
            reject,
        );
    })
}

/// Logs in, as the class `OdooClient` does.
pub(crate) fn authenticate(client: &ClientCore) -> Promise {
    promised(|resolve, reject| client.authenticate(&JsValue::UNDEFINED, resolve, reject))
}

/// Calls a CRUD method, as the class `OdooClient` does: `through` is the object whose `call`
/// somebody has replaced, or undefined.
pub(crate) fn crud(
    client: &ClientCore,
    method: &str,
    through: &JsValue,
    given: [&JsValue; 4],
) -> Promise {
    promised(|resolve, reject| {
        let [model, a, b, c] = given.map(Clone::clone);
        let (through, none) = (through.clone(), JsValue::UNDEFINED);
        match method {
            "search" => client.search(through, model, a, b, resolve, reject),
            "read" => client.read(through, model, a, b, c, resolve, reject),
            "searchRead" => client.search_read(through, model, a, b, resolve, reject),
            "searchCount" => client.search_count(through, model, a, b, resolve, reject),
            "create" => client.create(through, model, a, b, c, resolve, reject),
            "write" => client.write(through, model, a, b, c, none, resolve, reject),
            "unlink" => client.unlink(through, model, a, b, resolve, reject),
            _ => panic!("there is no method {method}"),
        }
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
