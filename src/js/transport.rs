//! The transport behind the exported `JsonRpcTransport`.

use std::pin::pin;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::config::{credentials, required_text, server_url};
use super::executor::{Promised, Settlement, Work, start};
use super::fetch::Host;
use crate::arguments;
use crate::client::{DEFAULT_MAX_BODY_BYTES, DEFAULT_TIMEOUT_MS};
use crate::connection::{Connection, Sending, Server, not_authenticated};
use crate::crud;
use crate::deadline::{Bounds, bounded};
use crate::error::{Error, Failure};
use crate::protocol::{Protocol, jsonrpc, unsendable};
use crate::value::{Texts, Value};

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
        let host = Host::new(
            JsValue::UNDEFINED,
            JsValue::object(),
            JsValue::UNDEFINED,
            DEFAULT_MAX_BODY_BYTES,
        );
        let server = Server {
            url,
            database: Some(database),
            protocol: Some(Protocol::JsonRpc),
        };
        Ok(Self(Rc::new(Connection::new(host, server))))
    }

    /// The session, or null.
    #[wasm_bindgen(js_name = getSession)]
    pub fn session(&self) -> JsValue {
        self.0.session_info().unwrap_or(JsValue::NULL)
    }

    /// Forgets the session and the password.
    pub fn logout(&self) {
        // Over this protocol there is no session on the server, so nothing is to be told.
        let _ = self.0.logout();
    }

    /// `authenticate(username, password)`, for a promise's two functions.
    pub fn authenticate(
        &self,
        username: &JsValue,
        password: &JsValue,
        resolve: Function,
        reject: Function,
    ) {
        start(Promised { resolve, reject }, self.login(username, password));
    }

    /// `callRpc(method, params)`.
    #[wasm_bindgen(js_name = callRpc)]
    pub fn call_rpc(&self, method: JsValue, params: JsValue, resolve: Function, reject: Function) {
        start(Promised { resolve, reject }, self.rpc(method, params));
    }

    /// `call(model, method, args, kwargs)`.
    pub fn call(
        &self,
        model: JsValue,
        method: JsValue,
        args: JsValue,
        kwargs: JsValue,
        resolve: Function,
        reject: Function,
    ) {
        let work = self.model_call(model, method, args, kwargs);
        start(Promised { resolve, reject }, work);
    }
}

impl TransportCore {
    fn login(&self, username: &JsValue, password: &JsValue) -> Result<Work, Failure<JsValue>> {
        let username = secret_text("username", username)?;
        let password = secret_text("password", password)?;
        let credentials = Rc::new(credentials(Some(username), Some(password), None)?);
        Ok(self.work(async move |connection| connection.authenticate(credentials).await))
    }

    fn rpc(&self, method: JsValue, params: JsValue) -> Result<Work, Failure<JsValue>> {
        let method = arguments::name("method", method)?
            .as_string()
            .unwrap_or_default();
        let params = arguments::sendable("params", params)?;
        let params = params.to_json().map_err(unsendable)?;
        Ok(self.work(async move |connection| {
            let errand = jsonrpc::any(connection.site(), &method, &params);
            connection.ask(errand).await
        }))
    }

    fn model_call(
        &self,
        model: JsValue,
        method: JsValue,
        args: JsValue,
        kwargs: JsValue,
    ) -> Result<Work, Failure<JsValue>> {
        let call = crud::call(model, method, args, kwargs)?;
        if !self.0.is_authenticated() {
            return Err(not_authenticated());
        }
        let place = call.place();
        let encoded = self.0.encode(&call).map_err(|failure| failure.at(&place))?;
        Ok(self.work(async move |connection| {
            connection.call(&call, &encoded, Sending::default()).await
        }))
    }

    fn work(&self, work: impl AsyncFnOnce(&Connection<Host>) -> Settlement + 'static) -> Work {
        let connection = Rc::clone(&self.0);
        Box::pin(async move {
            let result = bounded(connection.platform(), &BOUNDS, pin!(work(&connection))).await;
            result.map_err(|failure| connection.redacted(failure))
        })
    }
}

fn secret_text(name: &str, value: &JsValue) -> Result<String, Error<JsValue>> {
    // What was given is not repeated: it may be a secret in the wrong wrapping.
    let refused = || arguments::wrong(name, "a text", &JsValue::object());
    value.as_string().ok_or_else(refused)
}
