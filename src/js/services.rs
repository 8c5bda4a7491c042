//! What works through a client's own methods, whatever object the client is: the services, and the CRUD methods of a
//! client whose `call` somebody has replaced.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use js_sys::{Function, WeakMap};
use wasm_bindgen::prelude::*;

use super::config::call_options_of;
use super::crud::invocation;
use super::executor::{Outcome, Promised, Work, start};
use super::promise::Called;
use crate::crud;
use crate::error::{Class, Failure};
use crate::services::Caller;
use crate::services::mail::{self, Message};
use crate::services::modules::{self, Change};
use crate::value::Value;
use crate::version::Version;

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
    let work = serve(client, number, [a, b, c, d, e]);
    start(Promised { resolve, reject }, work);
}

/// Whether the server of a session (what `getSession()` tells) has `formatted_read_group`; undefined where that is not known.
#[wasm_bindgen(js_name = hasFormattedReadGroup)]
pub fn has_formatted_read_group(session: &JsValue) -> Option<bool> {
    Some(Version::told(session)?.has_formatted_read_group())
}

/// The options of `readGroup` as plain data, and its domain, checked: `[domain, options]`.
///
/// # Errors
/// `TypeError` for a domain that no server takes, for options that are no object, and for one that is written wrongly.
#[wasm_bindgen(js_name = readGroupArguments)]
pub fn read_group_arguments(domain: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    const OPTIONS: &str =
        "groupBy aggregates having order limit offset safetyLevel timeoutMs signal context";
    let options = crud::options_object("options", options)?;
    let options = crud::options("options", options, OPTIONS)?;
    Ok(JsValue::two(crud::domain_list(domain)?, options))
}

/// `ensureHtmlBody(text)`.
///
/// # Errors
/// `OdooValidationError` for a blank body.
#[wasm_bindgen(js_name = ensureHtmlBody)]
pub fn ensure_html_body(body: &JsValue) -> Result<String, JsValue> {
    Ok(mail::ensure_html_body(body)?)
}

/// What the service of that number does.
fn serve(
    client: JsValue,
    number: u8,
    [a, b, c, d, e]: [JsValue; 5],
) -> Result<Work, Failure<JsValue>> {
    // Read here, in the caller's own tick.
    let (options, known) = match number {
        INTERNAL_NOTE | OPEN_MESSAGE => (d, mail::OPTIONS),
        LIST => (a.clone(), modules::OPTIONS),
        INSTALL..=IS_INSTALLED => (b.clone(), crud::CALL_OPTIONS),
        _ => return Ok(Box::pin(crud_of(client, number, a, [b, c, d, e])?)),
    };
    let options = crud::options("options", options, known)?;
    let client = ClientLike {
        options: call_options_of(&options),
        client,
    };
    Ok(match number {
        INTERNAL_NOTE => {
            let message = Message::new(&a, &b, c, options)?;
            Box::pin(async move { client.post_internal_note(message).await })
        }
        OPEN_MESSAGE => {
            let message = Message::new(&a, &b, c, options)?;
            Box::pin(async move { mail::post_open_message(&client, message).await })
        }
        INSTALL..=UPGRADE => {
            let change = match number {
                INSTALL => Change::Install,
                UNINSTALL => Change::Uninstall,
                _ => Change::Upgrade,
            };
            Box::pin(async move { modules::change(&client, &a, change).await })
        }
        LIST => Box::pin(async move { modules::list(&client, options).await }),
        INFO => Box::pin(async move { modules::module_info(&client, &a).await }),
        _ => Box::pin(async move {
            let is_installed = modules::is_installed(&client, &a).await;
            is_installed.map(JsValue::boolean)
        }),
    })
}

/// Calls the CRUD method of that number through the client's own `call`.
fn crud_of(
    client: JsValue,
    number: u8,
    model: JsValue,
    arguments: [JsValue; 4],
) -> Result<Answer, Failure<JsValue>> {
    let model = crud::dotted_name("model", model)?;
    let (invocation, options) = invocation(number, &model, arguments)?;
    let options = call_options_of(&options);
    let kwargs = match invocation.kwargs {
        None if !options.is_undefined() => JsValue::object(),
        kwargs => kwargs.unwrap_or(JsValue::UNDEFINED),
    };
    let method = JsValue::string(invocation.method);
    let client = ClientLike {
        client,
        options: JsValue::UNDEFINED,
    };
    Ok(client.invoke(
        "call",
        vec![model, method, invocation.args, kwargs, options],
    ))
}

/// Any object with a client's methods: the client itself, a subclass, or a user's double.
struct ClientLike {
    client: JsValue,
    /// The options of the service's calls, where there are any; else undefined.
    options: JsValue,
}

impl ClientLike {
    async fn post_internal_note(&self, message: Message<JsValue>) -> Outcome {
        let client = self.client.unchecked_ref();
        let known = self
            .client
            .is_object()
            .then(|| NOTE_SUBTYPES.with(|known| known.get(client)));
        let mut subtype = known.and_then(|id| id.as_f64()).map(|id| id as i64);
        let id = mail::post_internal_note(self, message, &mut subtype).await?;
        if let Some(subtype) = subtype {
            NOTE_SUBTYPES.with(|known| known.set(client, &JsValue::number(subtype as f64)));
        }
        Ok(id)
    }

    /// Calls the client's method `name`, without the arguments at the end that are undefined.
    fn invoke(&self, name: &'static str, mut arguments: Vec<JsValue>) -> Answer {
        while arguments.last().is_some_and(JsValue::is_undefined) {
            arguments.pop();
        }
        Answer(match self.client.get(name) {
            Some(method) if method.is_function() => {
                let arguments = JsValue::array(arguments);
                Ok(Called::new(&method, &self.client, &arguments))
            }
            _ => Err(name),
        })
    }
}

/// What a client's method comes to; or the name of one that the client does not have.
struct Answer(Result<Called, &'static str>);

impl Future for Answer {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        match &mut self.0 {
            Ok(called) => Pin::new(called).poll(context).map_err(Failure::Thrown),
            Err(name) => {
                let message = ["The client has no method ", name, "()"].concat();
                Poll::Ready(Err(Failure::new(Class::Type, message)))
            }
        }
    }
}

impl Caller for ClientLike {
    type Value = JsValue;

    fn call(
        &self,
        model: JsValue,
        method: &'static str,
        args: JsValue,
        kwargs: JsValue,
    ) -> impl Future<Output = Outcome> {
        let method = JsValue::string(method);
        let options = self.options.clone();
        self.invoke("call", vec![model, method, args, kwargs, options])
    }

    fn create(&self, model: &'static str, values: JsValue) -> impl Future<Output = Outcome> {
        let (context, options) = (JsValue::UNDEFINED, self.options.clone());
        let model = JsValue::string(model);
        self.invoke("create", vec![model, values, context, options])
    }

    fn search_read(
        &self,
        model: &'static str,
        domain: JsValue,
        mut options: JsValue,
    ) -> impl Future<Output = Outcome> {
        if !self.options.is_undefined() {
            // Both are plain.
            let _ = options.assign(&self.options);
        }
        self.invoke("searchRead", vec![JsValue::string(model), domain, options])
    }
}
