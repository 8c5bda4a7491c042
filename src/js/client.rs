//! The client behind the exported `OdooClient`.

use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::config::{call_options, call_options_of, client, read_call_options};
use super::crud::invocation;
use super::executor::{Promised, Work, start};
use super::fetch::Host;
use super::guard::{SafetyContext, check_context};
use super::services::crud_through;
use crate::arguments;
use crate::client::{CallOptions, Client};
use crate::crud::{self, Crud, Links};
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

#[allow(
    clippy::too_many_arguments,
    reason = "a promise's two functions come on top of the method's own arguments"
)]
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
        let context = arguments::sendable("context", context)?;
        let context = arguments::options_object("context", context)?;
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

    /// `authenticate(options)`, for a promise's two functions.
    pub fn authenticate(&self, options: &JsValue, resolve: Function, reject: Function) {
        start(Promised { resolve, reject }, self.login(options));
    }

    /// `logout()`.
    pub fn logout(&self, resolve: Function, reject: Function) {
        start(Promised { resolve, reject }, Ok(self.send_logout()));
    }

    /// `call(model, method, args, kwargs, options)`; or `page`, a path of the server's that is
    /// fetched in place of the call, else undefined.
    pub fn call(
        &self,
        model: JsValue,
        method: JsValue,
        args: JsValue,
        kwargs: JsValue,
        page: JsValue,
        options: &JsValue,
        resolve: Function,
        reject: Function,
    ) {
        let page = (!page.is_undefined()).then_some(page);
        let work = crud::call(model, method, args, kwargs)
            .map_err(Failure::from)
            .and_then(|call| self.send(call, page, call_options(options)?));
        start(Promised { resolve, reject }, work);
    }

    /// `search(model, domain, options)`; `through` is the client where somebody has replaced its
    /// `call`, else undefined.
    pub fn search(
        &self,
        through: JsValue,
        model: JsValue,
        domain: JsValue,
        options: JsValue,
        resolve: Function,
        reject: Function,
    ) {
        let arguments = [domain, options, JsValue::UNDEFINED, JsValue::UNDEFINED];
        self.crud(Crud::Search, through, model, arguments, resolve, reject);
    }

    /// `read(model, ids, fields, options)`; `through` as in `search`.
    pub fn read(
        &self,
        through: JsValue,
        model: JsValue,
        ids: JsValue,
        fields: JsValue,
        options: JsValue,
        resolve: Function,
        reject: Function,
    ) {
        let arguments = [ids, fields, options, JsValue::UNDEFINED];
        self.crud(Crud::Read, through, model, arguments, resolve, reject);
    }

    /// `searchRead(model, domain, options)`; `through` as in `search`.
    #[wasm_bindgen(js_name = searchRead)]
    pub fn search_read(
        &self,
        through: JsValue,
        model: JsValue,
        domain: JsValue,
        options: JsValue,
        resolve: Function,
        reject: Function,
    ) {
        let arguments = [domain, options, JsValue::UNDEFINED, JsValue::UNDEFINED];
        self.crud(Crud::SearchRead, through, model, arguments, resolve, reject);
    }

    /// `searchCount(model, domain, options)`; `through` as in `search`.
    #[wasm_bindgen(js_name = searchCount)]
    pub fn search_count(
        &self,
        through: JsValue,
        model: JsValue,
        domain: JsValue,
        options: JsValue,
        resolve: Function,
        reject: Function,
    ) {
        let arguments = [domain, options, JsValue::UNDEFINED, JsValue::UNDEFINED];
        self.crud(
            Crud::SearchCount,
            through,
            model,
            arguments,
            resolve,
            reject,
        );
    }

    /// `create(model, values, context, options)`; `through` as in `search`.
    pub fn create(
        &self,
        through: JsValue,
        model: JsValue,
        values: JsValue,
        context: JsValue,
        options: JsValue,
        resolve: Function,
        reject: Function,
    ) {
        let arguments = [values, context, options, JsValue::UNDEFINED];
        self.crud(Crud::Create, through, model, arguments, resolve, reject);
    }

    /// `write(model, ids, values, context, options)`; `through` as in `search`.
    pub fn write(
        &self,
        through: JsValue,
        model: JsValue,
        ids: JsValue,
        values: JsValue,
        context: JsValue,
        options: JsValue,
        resolve: Function,
        reject: Function,
    ) {
        let arguments = [ids, values, context, options];
        self.crud(Crud::Write, through, model, arguments, resolve, reject);
    }

    /// `unlink(model, ids, options)`; `through` as in `search`.
    pub fn unlink(
        &self,
        through: JsValue,
        model: JsValue,
        ids: JsValue,
        options: JsValue,
        resolve: Function,
        reject: Function,
    ) {
        let arguments = [ids, options, JsValue::UNDEFINED, JsValue::UNDEFINED];
        self.crud(Crud::Unlink, through, model, arguments, resolve, reject);
    }
}

#[allow(
    clippy::too_many_arguments,
    reason = "a promise's two functions come on top of the method's own arguments"
)]
impl ClientCore {
    fn login(&self, options: &JsValue) -> Result<Work, Failure<JsValue>> {
        let options = call_options(options)?;
        let client = Rc::clone(&self.client);
        Ok(Box::pin(async move { client.authenticate(options).await }))
    }

    fn send_logout(&self) -> Work {
        let logout = self.client.logout();
        let client = Rc::clone(&self.client);
        Box::pin(async move {
            if let Some(logout) = logout {
                client.send_logout(logout).await;
            }
            Ok(JsValue::UNDEFINED)
        })
    }

    fn crud(
        &self,
        method: Crud,
        through: JsValue,
        model: JsValue,
        arguments: [JsValue; 4],
        resolve: Function,
        reject: Function,
    ) {
        let work = match through.is_undefined() {
            true => self.crud_of_our_own(method, model, arguments),
            false => crud_through(through, method, model, arguments),
        };
        start(Promised { resolve, reject }, work);
    }

    /// Without the detour through the object's `call`, which nobody has replaced.
    fn crud_of_our_own(
        &self,
        method: Crud,
        model: JsValue,
        arguments: [JsValue; 4],
    ) -> Result<Work, Failure<JsValue>> {
        let (model, invocation, options) = invocation(method, model, arguments, Links::Ids)?;
        let kwargs = invocation.kwargs.unwrap_or_else(JsValue::object);
        let call = Call::of(model, invocation.method, invocation.args, kwargs);
        let options = call_options_of(&options);
        let options = match options.is_undefined() {
            true => CallOptions::default(),
            false => read_call_options(&options)?,
        };
        self.send(call, None, options)
    }

    fn send(
        &self,
        call: Call<JsValue>,
        page: Option<JsValue>,
        options: CallOptions<JsValue>,
    ) -> Result<Work, Failure<JsValue>> {
        let of_view = self.context.as_ref();
        let prepared = self.client.prepare(call, page, of_view, options)?;
        let client = Rc::clone(&self.client);
        Ok(Box::pin(async move { client.run(prepared).await }))
    }
}
