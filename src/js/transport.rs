//! The transport behind the exported `JsonRpcTransport`.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::config::{required_text, server_url};
use super::error::{promise, settle};
use super::fetch::Host;
use crate::client::DEFAULT_TIMEOUT_MS;
use crate::connection::{Connection, not_authenticated, unsendable};
use crate::crud;
use crate::deadline::{Bounds, bounded};
use crate::error::Failure;
use crate::protocol::Call;
use crate::value::Value;

/// What a `JsonRpcTransport` holds.
#[wasm_bindgen]
pub struct TransportCore(Rc<Connection<Host>>);

const BOUNDS: Bounds<JsValue> = Bounds {
    timeout_ms: DEFAULT_TIMEOUT_MS,
    signal: None,
};

#[wasm_bindgen]
impl TransportCore {
    /// A transport to the database `db` at `base_url`. Opens nothing.
    ///
    /// # Errors
    /// `OdooError` for an address that cannot work.
    #[wasm_bindgen(constructor)]
    pub fn new(base_url: &JsValue, db: &JsValue) -> Result<Self, JsValue> {
        let url = server_url(base_url)?;
        let database = required_text("database", db)?;
        let host = Host::new(JsValue::UNDEFINED, JsValue::object());
        Ok(Self(Rc::new(Connection::new(host, url, database))))
    }

    /// Logs in.
    pub fn authenticate(&self, username: &JsValue, password: &JsValue) -> Promise {
        let text = |name: &str, value: &JsValue| {
            // What was given is not repeated: it may be a secret in the wrong wrapping.
            value
                .as_string()
                .ok_or_else(|| crud::wrong(name, "a text", &JsValue::object()))
        };
        settle((|| {
            let username = text("username", username)?;
            let password = text("password", password)?;
            Ok(self.promise(async move |connection| {
                connection.authenticate(&username, &password).await
            }))
        })())
    }

    /// Posts a JSON-RPC request.
    #[wasm_bindgen(js_name = callRpc)]
    pub fn call_rpc(&self, method: &JsValue, params: &JsValue) -> Promise {
        settle((|| {
            let method = crud::name("method", method.clone())?
                .as_string()
                .unwrap_or_default();
            let params = params.to_json().map_err(unsendable)?;
            Ok(self.promise(async move |connection| connection.rpc(&method, &params).await))
        })())
    }

    /// Calls a model's method.
    pub fn call(&self, model: JsValue, method: JsValue, args: JsValue, kwargs: JsValue) -> Promise {
        settle((|| {
            let call = Call::checked(model, method, args, kwargs)?;
            if !self.0.is_authenticated() {
                return Err(not_authenticated());
            }
            let call = self.0.encode(&call)?;
            Ok(self.promise(async move |connection| connection.call(&call).await))
        })())
    }

    /// The session, or null.
    #[wasm_bindgen(js_name = getSession)]
    pub fn session(&self) -> JsValue {
        self.0.session_info().unwrap_or(JsValue::NULL)
    }

    /// Forgets the session and the password.
    pub fn logout(&self) {
        self.0.logout();
    }

    fn promise(
        &self,
        work: impl AsyncFnOnce(&Connection<Host>) -> Result<JsValue, Failure<JsValue>> + 'static,
    ) -> Promise {
        let connection = Rc::clone(&self.0);
        promise(async move { bounded(connection.platform(), &BOUNDS, work(&connection)).await })
    }
}
