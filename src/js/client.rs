//! The client behind the exported `OdooClient`.

use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::config::{Settings, call_options, settings};
use super::crud::invocation;
use super::executor::{Promised, Work, start};
use super::fetch::Host;
use super::guard::{SafetyContext, check_context};
use crate::client::{CallOptions, Client};
use crate::crud;
use crate::error::Failure;
use crate::protocol::Call;
use crate::value::Value;

/// What an `OdooClient` holds: everything but the methods that dispatch through `this`.
#[wasm_bindgen]
pub struct ClientCore(Rc<Client<Host, SafetyContext>>);

/// What [`ClientCore::start`] starts, as `client.js` numbers it; lower numbers are the CRUD methods'.
const CALL: u8 = 7;
const AUTHENTICATE: u8 = 8;

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

    /// Starts what has that number, and `resolve`s or `reject`s with what comes of it: `call(model, method, args, kwargs,
    /// options)`, `authenticate()`, or a CRUD method, without the detour through the object's `call` that nobody has
    /// replaced.
    #[allow(
        clippy::too_many_arguments,
        reason = "a promise's two functions come on top of the method's own arguments"
    )]
    pub fn start(
        &self,
        number: u8,
        a: JsValue,
        b: JsValue,
        c: JsValue,
        d: JsValue,
        e: JsValue,
        resolve: Function,
        reject: Function,
    ) {
        let work = match number {
            AUTHENTICATE => Ok(self.authenticate()),
            CALL => self.call(a, b, c, d, &e),
            _ => self.crud(number, a, b, c, d),
        };
        start(Promised { resolve, reject }, work);
    }
}

impl ClientCore {
    fn authenticate(&self) -> Work {
        let client = Rc::clone(&self.0);
        Box::pin(async move { client.authenticate().await })
    }

    fn call(
        &self,
        model: JsValue,
        method: JsValue,
        args: JsValue,
        kwargs: JsValue,
        options: &JsValue,
    ) -> Result<Work, Failure<JsValue>> {
        let call = Call::checked(model, method, args, kwargs)?;
        self.send(call, call_options(options)?)
    }

    fn crud(
        &self,
        number: u8,
        model: JsValue,
        first: JsValue,
        second: JsValue,
        third: JsValue,
    ) -> Result<Work, Failure<JsValue>> {
        let model = crud::name("model", model)?;
        let invocation = invocation(number, first, second, third)?;
        let call = Call {
            model,
            method: JsValue::word(invocation.method),
            args: invocation.args,
            kwargs: invocation.kwargs.unwrap_or_else(JsValue::object),
        };
        self.send(call, CallOptions::default())
    }

    fn send(
        &self,
        call: Call<JsValue>,
        options: CallOptions<JsValue>,
    ) -> Result<Work, Failure<JsValue>> {
        let prepared = self.0.prepare(call, options)?;
        let client = Rc::clone(&self.0);
        Ok(Box::pin(async move { client.run(prepared).await }))
    }
}

impl Call<JsValue> {
    /// A call of what a program passes.
    pub(super) fn checked(
        model: JsValue,
        method: JsValue,
        args: JsValue,
        kwargs: JsValue,
    ) -> Result<Self, Failure<JsValue>> {
        if JsValue::is_plain_call(&model, &method, &args, &kwargs) {
            return Ok(Self {
                model,
                method,
                args,
                kwargs,
            });
        }
        Ok(Self {
            model: crud::name("model", model)?,
            method: crud::name("method", method)?,
            args: crud::list("args", args)?,
            kwargs: crud::options_object("kwargs", kwargs)?,
        })
    }
}
