//! The client behind the exported `OdooClient`.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::config::{Settings, call_options, settings};
use super::error::{promise, settle};
use super::fetch::Host;
use super::guard::{SafetyContext, check_context};
use crate::client::Client;
use crate::crud;
use crate::error::Failure;
use crate::protocol::Call;

type Inner = Rc<Client<Host, SafetyContext>>;

/// What an `OdooClient` holds: everything but the methods that dispatch through `this`.
#[wasm_bindgen]
pub struct ClientCore(Inner);

#[wasm_bindgen]
impl ClientCore {
    /// Reads the configuration. Opens nothing.
    ///
    /// # Errors
    /// `OdooError` that names the member that is wrong.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &JsValue) -> Result<Self, JsValue> {
        let Settings {
            client,
            fetch,
            headers,
            safety,
        } = settings(config)?;
        let host = Host::new(fetch, headers);
        Ok(Self(Rc::new(Client::new(
            client,
            host,
            SafetyContext::new(safety),
        ))))
    }

    /// Logs in.
    pub fn authenticate(&self) -> Promise {
        let client = Rc::clone(&self.0);
        promise(async move { client.authenticate().await })
    }

    /// Whether a user is logged in.
    #[wasm_bindgen(js_name = isAuthenticated)]
    pub fn is_authenticated(&self) -> bool {
        self.0.connection().is_authenticated()
    }

    /// The session, or null.
    #[wasm_bindgen(js_name = getSession)]
    pub fn session(&self) -> JsValue {
        self.0.connection().session_info().unwrap_or(JsValue::NULL)
    }

    /// Forgets the session and the password.
    pub fn logout(&self) {
        self.0.connection().logout();
    }

    /// Replaces the safety context.
    ///
    /// # Errors
    /// `TypeError` for what cannot be asked.
    #[wasm_bindgen(js_name = setSafetyContext)]
    pub fn set_safety_context(&self, context: JsValue) -> Result<(), JsValue> {
        check_context(&context)?;
        self.0.guard().replace(context);
        Ok(())
    }

    /// Calls a model's method.
    pub fn call(
        &self,
        model: &JsValue,
        method: &JsValue,
        args: JsValue,
        kwargs: JsValue,
        options: &JsValue,
    ) -> Promise {
        settle(self.start(model, method, args, kwargs, options))
    }

    fn start(
        &self,
        model: &JsValue,
        method: &JsValue,
        args: JsValue,
        kwargs: JsValue,
        options: &JsValue,
    ) -> Result<Promise, Failure<JsValue>> {
        let call = Call::checked(model, method, args, kwargs)?;
        let prepared = self.0.prepare(call, call_options(options)?)?;
        let client = Rc::clone(&self.0);
        Ok(promise(async move { client.run(prepared).await }))
    }
}

impl Call<JsValue> {
    /// A call of what a program passes.
    pub(super) fn checked(
        model: &JsValue,
        method: &JsValue,
        args: JsValue,
        kwargs: JsValue,
    ) -> Result<Self, Failure<JsValue>> {
        Ok(Self {
            model: crud::name("model", model)?,
            method: crud::name("method", method)?,
            args: crud::list("args", args)?,
            kwargs: crud::options_object("kwargs", kwargs)?,
        })
    }
}
