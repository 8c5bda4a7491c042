//! What works through a client's own methods, whatever object the client is: the services, and the
//! CRUD methods of a client whose `call` somebody has replaced.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use js_sys::{Function, WeakMap};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::config::call_options_of;
use super::crud::invocation;
use super::executor::{Promised, Settlement, Work, start};
use super::promise::called;
use crate::arguments;
use crate::crud::{self, Crud, Links};
use crate::error::{Class, Failure};
use crate::services::Caller;
use crate::services::mail::{self, Message};
use crate::services::modules::{self, Change};
use crate::value::Value;
use crate::version::Version;

#[wasm_bindgen(module = "/target/host.js")]
extern "C" {
    #[wasm_bindgen(js_name = takesLinksAsObjects)]
    fn takes_links_as_objects(client: &JsValue) -> bool;
}

thread_local! {
    /// The id of `mail.mt_note` in each client's database.
    static NOTE_SUBTYPES: WeakMap = WeakMap::new();
}

/// `postInternalNote(client, model, resId, body, options)`, for a promise's two functions.
#[wasm_bindgen(js_name = postInternalNote)]
pub fn post_internal_note(
    client: JsValue,
    model: &JsValue,
    res_id: &JsValue,
    body: JsValue,
    options: JsValue,
    resolve: Function,
    reject: Function,
) {
    let work = post(client, [model, res_id], body, options, Kind::InternalNote);
    start(Promised { resolve, reject }, work);
}

/// `postOpenMessage(client, model, resId, body, options)`.
#[wasm_bindgen(js_name = postOpenMessage)]
pub fn post_open_message(
    client: JsValue,
    model: &JsValue,
    res_id: &JsValue,
    body: JsValue,
    options: JsValue,
    resolve: Function,
    reject: Function,
) {
    let work = post(client, [model, res_id], body, options, Kind::OpenMessage);
    start(Promised { resolve, reject }, work);
}

/// `installModule(client, name, options)`.
#[wasm_bindgen(js_name = installModule)]
pub fn install_module(
    client: JsValue,
    name: JsValue,
    options: JsValue,
    resolve: Function,
    reject: Function,
) {
    start(
        Promised { resolve, reject },
        change(client, name, options, Change::Install),
    );
}

/// `uninstallModule(client, name, options)`.
#[wasm_bindgen(js_name = uninstallModule)]
pub fn uninstall_module(
    client: JsValue,
    name: JsValue,
    options: JsValue,
    resolve: Function,
    reject: Function,
) {
    start(
        Promised { resolve, reject },
        change(client, name, options, Change::Uninstall),
    );
}

/// `upgradeModule(client, name, options)`.
#[wasm_bindgen(js_name = upgradeModule)]
pub fn upgrade_module(
    client: JsValue,
    name: JsValue,
    options: JsValue,
    resolve: Function,
    reject: Function,
) {
    start(
        Promised { resolve, reject },
        change(client, name, options, Change::Upgrade),
    );
}

/// `listModules(client, options)`.
#[wasm_bindgen(js_name = listModules)]
pub fn list_modules(client: JsValue, options: JsValue, resolve: Function, reject: Function) {
    let work = ClientLike::with(client, options, modules::OPTIONS).map(|(client, options)| {
        let work: Work = Box::pin(async move { modules::list(&client, options).await });
        work
    });
    start(Promised { resolve, reject }, work);
}

/// `getModuleInfo(client, name, options)`.
#[wasm_bindgen(js_name = getModuleInfo)]
pub fn module_info(
    client: JsValue,
    name: JsValue,
    options: JsValue,
    resolve: Function,
    reject: Function,
) {
    let work = ClientLike::with(client, options, crud::CALL_OPTIONS).map(|(client, _)| {
        let work: Work = Box::pin(async move { modules::module_info(&client, &name).await });
        work
    });
    start(Promised { resolve, reject }, work);
}

/// `isModuleInstalled(client, name, options)`.
#[wasm_bindgen(js_name = isModuleInstalled)]
pub fn is_module_installed(
    client: JsValue,
    name: JsValue,
    options: JsValue,
    resolve: Function,
    reject: Function,
) {
    let work = ClientLike::with(client, options, crud::CALL_OPTIONS).map(|(client, _)| {
        let work: Work = Box::pin(async move {
            let is_installed = modules::is_installed(&client, &name).await;
            is_installed.map(JsValue::boolean)
        });
        work
    });
    start(Promised { resolve, reject }, work);
}

/// Whether the server of a session (what `getSession()` tells) has `formatted_read_group`;
/// undefined where that is not known.
#[wasm_bindgen(js_name = hasFormattedReadGroup)]
pub fn has_formatted_read_group(session: &JsValue) -> Option<bool> {
    Some(Version::told(session)?.has_formatted_read_group())
}

/// The options of `readGroup` as plain data, and its domain, checked: `[domain, options]`.
///
/// # Errors
/// `TypeError` for a domain that no server takes, for options that are no object, and for one that
/// is written wrongly.
#[wasm_bindgen(js_name = readGroupArguments)]
pub fn read_group_arguments(domain: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    const OPTIONS: &str =
        "groupBy aggregates having order limit offset safetyLevel timeoutMs signal context";
    let options = arguments::options_object("options", options)?;
    let options = arguments::options("options", options, OPTIONS)?;
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

/// The kinds of messages.
enum Kind {
    InternalNote,
    OpenMessage,
}

fn post(
    client: JsValue,
    [model, res_id]: [&JsValue; 2],
    body: JsValue,
    options: JsValue,
    kind: Kind,
) -> Result<Work, Failure<JsValue>> {
    let (client, options) = ClientLike::with(client, options, mail::OPTIONS)?;
    let message = Message::new(model, res_id, body, options)?;
    Ok(match kind {
        Kind::InternalNote => Box::pin(async move { client.post_internal_note(message).await }),
        Kind::OpenMessage => {
            Box::pin(async move { mail::post_open_message(&client, message).await })
        }
    })
}

fn change(
    client: JsValue,
    name: JsValue,
    options: JsValue,
    change: Change,
) -> Result<Work, Failure<JsValue>> {
    let (client, _) = ClientLike::with(client, options, crud::CALL_OPTIONS)?;
    Ok(Box::pin(async move {
        modules::change(&client, &name, change).await
    }))
}

/// Calls a CRUD method through the client's own `call`.
pub(super) fn crud_through(
    client: JsValue,
    method: Crud,
    model: JsValue,
    arguments: [JsValue; 4],
) -> Result<Work, Failure<JsValue>> {
    let (model, invocation, options) = invocation(method, model, arguments, links_of(&client))?;
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
    Ok(Box::pin(client.invoke(
        "call",
        vec![model, method, invocation.args, kwargs, options],
    )))
}

/// How a client whose `call` is not ours takes a many2one.
fn links_of(client: &JsValue) -> Links {
    match takes_links_as_objects(client) {
        true => Links::Objects,
        false => Links::Ids,
    }
}

/// Any object with a client's methods: the client itself, a subclass, or a user's double.
struct ClientLike {
    client: JsValue,
    /// The options of the service's calls, where there are any; else undefined.
    options: JsValue,
}

impl ClientLike {
    /// A service's client with the options of its calls, read here, in the caller's own tick; and
    /// all of its options.
    fn with(
        client: JsValue,
        options: JsValue,
        known: &'static str,
    ) -> Result<(Self, JsValue), Failure<JsValue>> {
        let options = arguments::options("options", options, known)?;
        let of_calls = call_options_of(&options);
        let client = Self {
            client,
            options: of_calls,
        };
        Ok((client, options))
    }

    async fn post_internal_note(&self, message: Message<JsValue>) -> Settlement {
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
                Ok(called(&method, &self.client, &arguments))
            }
            _ => Err(name),
        })
    }
}

/// What a client's method comes to; or the name of one that the client does not have.
struct Answer(Result<JsFuture, &'static str>);

impl Future for Answer {
    type Output = Settlement;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Settlement> {
        match &mut self.0 {
            Ok(answer) => Pin::new(answer).poll(context).map_err(Failure::Thrown),
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
    ) -> impl Future<Output = Settlement> {
        let method = JsValue::string(method);
        let options = self.options.clone();
        self.invoke("call", vec![model, method, args, kwargs, options])
    }

    fn create(&self, model: &'static str, values: JsValue) -> impl Future<Output = Settlement> {
        let (context, options) = (JsValue::UNDEFINED, self.options.clone());
        let model = JsValue::string(model);
        self.invoke("create", vec![model, values, context, options])
    }

    fn search_read(
        &self,
        model: &'static str,
        domain: JsValue,
        mut options: JsValue,
    ) -> impl Future<Output = Settlement> {
        if !self.options.is_undefined() {
            // Both are plain.
            let _ = options.assign(&self.options);
        }
        self.invoke("searchRead", vec![JsValue::string(model), domain, options])
    }
}
