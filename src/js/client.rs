//! The client behind the exported `OdooClient`.

use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::config::{call_options, call_options_of, client, read_call_options};
use super::crud::invocation;
use super::executor::{Promised, Work, start};
use super::fetch::Host;
use super::guard::{SafetyContext, check_context};
use crate::client::{CallOptions, Client};
use crate::crud;
use crate::error::Failure;
use crate::protocol::{Call, Protocol, unsendable};
use crate::value::Value;

/// What an `OdooClient` holds: everything but the methods that dispatch through `this`.
#[wasm_bindgen]
pub struct ClientCore {
    client: Rc<Client<Host, SafetyContext>>,
    /// The context of a view of the client (`withContext`).
    context: Option<JsValue>,
}

/// What [`ClientCore::start`] starts, as `client.js` numbers it; lower numbers are the CRUD methods'.
const CALL: u8 = 7;
const AUTHENTICATE: u8 = 8;
const LOGOUT: u8 = 9;

#[wasm_bindgen]
impl ClientCore {
    /// Reads the configuration. Opens nothing.
    ///
    /// # Errors
    /// `OdooError` that names the member that is wrong.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &JsValue) -> Result<Self, JsValue> {
        Ok(Self {
            client: client(config)?,
            context: None,
        })
    }

    /// The same client, with a context under that of each call.
    ///
    /// # Errors
    /// `TypeError` for what is no object.
    #[wasm_bindgen(js_name = withContext)]
    pub fn with_context(&self, context: JsValue) -> Result<Self, JsValue> {
        let mut merged = JsValue::object();
        let context = crud::sendable("context", context)?;
        let context = crud::options_object("context", context)?;
        for layer in self.context.iter().chain([&context]) {
            merged.assign(layer).map_err(unsendable)?;
        }
        Ok(Self {
            client: Rc::clone(&self.client),
            context: Some(merged),
        })
    }

    /// The protocol in use, or `auto` before it is chosen.
    pub fn protocol(&self) -> JsValue {
        let protocol = self.client.connection().protocol();
        JsValue::word(protocol.map_or("auto", Protocol::name))
    }

    /// Whether a user is logged in.
    #[wasm_bindgen(js_name = isAuthenticated)]
    pub fn is_authenticated(&self) -> bool {
        self.client.connection().is_authenticated()
    }

    /// The session, or null.
    #[wasm_bindgen(js_name = getSession)]
    pub fn session(&self) -> JsValue {
        self.client
            .connection()
            .session_info()
            .unwrap_or(JsValue::NULL)
    }

    /// Replaces the safety context.
    ///
    /// # Errors
    /// `TypeError` for what cannot be asked.
    #[wasm_bindgen(js_name = setSafetyContext)]
    pub fn set_safety_context(&self, context: JsValue) -> Result<(), JsValue> {
        check_context(&context)?;
        self.client.guard().replace(context);
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
            AUTHENTICATE => self.authenticate(&a),
            LOGOUT => Ok(self.logout()),
            CALL => self.call(a, b, c, d, &e),
            _ => self.crud(number, a, [b, c, d, e]),
        };
        start(Promised { resolve, reject }, work);
    }
}

impl ClientCore {
    fn authenticate(&self, options: &JsValue) -> Result<Work, Failure<JsValue>> {
        let options = call_options(options)?;
        let client = Rc::clone(&self.client);
        Ok(Box::pin(async move { client.authenticate(options).await }))
    }

    fn logout(&self) -> Work {
        let farewell = self.client.logout();
        let client = Rc::clone(&self.client);
        Box::pin(async move {
            if let Some(farewell) = farewell {
                client.take_leave(farewell).await;
            }
            Ok(JsValue::UNDEFINED)
        })
    }

    fn call(
        &self,
        model: JsValue,
        method: JsValue,
        args: JsValue,
        kwargs: JsValue,
        options: &JsValue,
    ) -> Result<Work, Failure<JsValue>> {
        let call = crud::call(model, method, args, kwargs)?;
        self.send(call, call_options(options)?)
    }

    fn crud(
        &self,
        number: u8,
        model: JsValue,
        arguments: [JsValue; 4],
    ) -> Result<Work, Failure<JsValue>> {
        let model = crud::dotted_name("model", model)?;
        let (invocation, options) = invocation(number, &model, arguments)?;
        let call = Call {
            model,
            method: JsValue::word(invocation.method),
            args: invocation.args,
            kwargs: invocation.kwargs.unwrap_or_else(JsValue::object),
        };
        let options = call_options_of(&options);
        let options = match options.is_undefined() {
            true => CallOptions::default(),
            false => read_call_options(&options)?,
        };
        self.send(call, options)
    }

    fn send(
        &self,
        call: Call<JsValue>,
        options: CallOptions<JsValue>,
    ) -> Result<Work, Failure<JsValue>> {
        let prepared = self.client.prepare(call, self.context.as_ref(), options)?;
        let client = Rc::clone(&self.client);
        Ok(Box::pin(async move { client.run(prepared).await }))
    }
}
