//! What works through a client's own methods, whatever object the client is: the services, and the CRUD methods of a
//! client whose `call` somebody has replaced.

use js_sys::{Array, Function, Promise, WeakMap};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::config::call_options_of;
use super::crud::invocation;
use super::executor::{Outcome, Promised, start};
use crate::crud;
use crate::error::{Class, Error, Failure};
use crate::services::Caller;
use crate::services::mail::{self, Message};
use crate::services::modules::{self, Change};
use crate::value::Value;

thread_local! {
    /// The id of `mail.mt_note` in each client's database.
    static NOTE_SUBTYPES: WeakMap = WeakMap::new();
}

/// What [`start_service`] starts, as `services.js` numbers it; lower numbers are the CRUD methods'.
const INTERNAL_NOTE: u8 = 10;
const OPEN_MESSAGE: u8 = 11;
const INSTALL: u8 = 12;
const UNINSTALL: u8 = 13;
const UPGRADE: u8 = 14;
const LIST: u8 = 15;
const INFO: u8 = 16;
const IS_INSTALLED: u8 = 17;

/// Starts the service of that number on `client`, and `resolve`s or `reject`s with what comes of it.
#[wasm_bindgen(js_name = startService)]
#[allow(
    clippy::too_many_arguments,
    reason = "a promise's two functions come on top of the method's own arguments"
)]
pub fn start_service(
    number: u8,
    client: JsValue,
    a: JsValue,
    b: JsValue,
    c: JsValue,
    d: JsValue,
    resolve: Function,
    reject: Function,
    e: JsValue,
) {
    let work = Box::pin(async move { ClientLike::serve(client, number, [a, b, c, d, e]).await });
    start(Promised { resolve, reject }, Ok(work));
}

/// `ensureHtmlBody(text)`.
///
/// # Errors
/// `OdooValidationError` for a blank body.
#[wasm_bindgen(js_name = ensureHtmlBody)]
pub fn ensure_html_body(body: &JsValue) -> Result<String, JsValue> {
    Ok(mail::ensure_html_body(body)?)
}

/// Any object with a client's methods: the client itself, a subclass, or a user's double; and the options of the service's
/// calls, where there are any.
struct ClientLike(JsValue, JsValue);

impl ClientLike {
    async fn serve(client: JsValue, number: u8, [a, b, c, d, e]: [JsValue; 5]) -> Outcome {
        let options = match number {
            INTERNAL_NOTE | OPEN_MESSAGE => &d,
            LIST => &a,
            _ => &b,
        };
        let client = match number {
            INTERNAL_NOTE.. => Self(client, call_options_of(options)),
            _ => Self(client, JsValue::UNDEFINED),
        };
        match number {
            INTERNAL_NOTE => client.post_internal_note(Message::new(&a, &b, c, d)?).await,
            OPEN_MESSAGE => mail::post_open_message(&client, Message::new(&a, &b, c, d)?).await,
            INSTALL => modules::change(&client, &a, Change::Install).await,
            UNINSTALL => modules::change(&client, &a, Change::Uninstall).await,
            UPGRADE => modules::change(&client, &a, Change::Upgrade).await,
            LIST => modules::list(&client, a).await,
            INFO => modules::module_info(&client, &a).await,
            IS_INSTALLED => modules::is_installed(&client, &a)
                .await
                .map(JsValue::boolean),
            _ => client.crud(number, a, [b, c, d, e]).await,
        }
    }

    async fn post_internal_note(&self, message: Message<JsValue>) -> Outcome {
        let client = self.0.unchecked_ref();
        let known = self
            .0
            .is_object()
            .then(|| NOTE_SUBTYPES.with(|known| known.get(client)));
        let mut subtype = known.and_then(|id| id.as_f64()).map(|id| id as i64);
        let id = mail::post_internal_note(self, message, &mut subtype).await?;
        if let Some(subtype) = subtype {
            NOTE_SUBTYPES.with(|known| known.set(client, &JsValue::number(subtype as f64)));
        }
        Ok(id)
    }

    /// Calls the CRUD method of that number through the client's own `call`.
    async fn crud(&self, number: u8, model: JsValue, arguments: [JsValue; 4]) -> Outcome {
        let model = crud::name("model", model)?;
        let (invocation, options) = invocation(number, arguments)?;
        let arguments = Array::of3(
            &model,
            &JsValue::string(invocation.method),
            &invocation.args,
        );
        let options = call_options_of(&options);
        let kwargs = invocation.kwargs;
        let kwargs = kwargs.or_else(|| (!options.is_undefined()).then(JsValue::object));
        if let Some(kwargs) = kwargs {
            arguments.push(&kwargs);
        }
        self.invoke("call", &arguments, &options).await
    }

    /// Calls the client's method `name`, with the options of the call at the end where there are any.
    async fn invoke(&self, name: &'static str, arguments: &Array, options: &JsValue) -> Outcome {
        if !options.is_undefined() {
            arguments.push(options);
        }
        let method = self
            .0
            .get(name)
            .and_then(|method| method.dyn_into::<Function>().ok());
        let method = method
            .ok_or_else(|| Error::new(Class::Type, format!("The client has no method {name}()")))?;
        let result = method.apply(&self.0, arguments).map_err(Failure::Thrown)?;
        JsFuture::from(Promise::resolve(&result))
            .await
            .map_err(Failure::Thrown)
    }
}

impl Caller for ClientLike {
    type Value = JsValue;

    async fn call(
        &self,
        model: JsValue,
        method: &'static str,
        args: JsValue,
        kwargs: JsValue,
    ) -> Outcome {
        let arguments = Array::of4(&model, &JsValue::string(method), &args, &kwargs);
        self.invoke("call", &arguments, &self.1).await
    }

    async fn create(&self, model: &'static str, values: JsValue) -> Outcome {
        let arguments = Array::of2(&JsValue::string(model), &values);
        if !self.1.is_undefined() {
            arguments.push(&JsValue::UNDEFINED);
        }
        self.invoke("create", &arguments, &self.1).await
    }

    async fn search_read(
        &self,
        model: &'static str,
        domain: JsValue,
        mut options: JsValue,
    ) -> Outcome {
        if !self.1.is_undefined() {
            options.assign(&self.1);
        }
        let arguments = Array::of3(&JsValue::string(model), &domain, &options);
        self.invoke("searchRead", &arguments, &JsValue::UNDEFINED)
            .await
    }
}
