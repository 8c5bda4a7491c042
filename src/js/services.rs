//! The services as functions that take the client first.

use js_sys::{Array, Promise, WeakMap};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::crud::invoke;
use super::error::promise;
use crate::error::Failure;
use crate::services::Caller;
use crate::services::mail::{self, Message};
use crate::services::modules::{self, Change};

thread_local! {
    /// The id of `mail.mt_note` in each client's database.
    static NOTE_SUBTYPES: WeakMap = WeakMap::new();
}

/// Any object with a client's methods.
struct ClientLike(JsValue);

impl ClientLike {
    async fn invoke(
        &self,
        name: &'static str,
        arguments: &Array,
    ) -> Result<JsValue, Failure<JsValue>> {
        JsFuture::from(invoke(&self.0, name, arguments)?)
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
    ) -> Result<JsValue, Failure<JsValue>> {
        let arguments = Array::of4(&model, &method.into(), &args, &kwargs);
        self.invoke("call", &arguments).await
    }

    async fn create(
        &self,
        model: &'static str,
        values: JsValue,
    ) -> Result<JsValue, Failure<JsValue>> {
        self.invoke("create", &Array::of2(&model.into(), &values))
            .await
    }

    async fn search_read(
        &self,
        model: &'static str,
        domain: JsValue,
        options: JsValue,
    ) -> Result<JsValue, Failure<JsValue>> {
        self.invoke("searchRead", &Array::of3(&model.into(), &domain, &options))
            .await
    }
}

/// `postInternalNote(client, model, resId, body, options)`, under another name: services.js exports that one.
#[wasm_bindgen(js_name = internalNote)]
pub fn post_internal_note(
    client: JsValue,
    model: JsValue,
    res_id: JsValue,
    body: JsValue,
    options: JsValue,
) -> Promise {
    promise(async move {
        let message = Message::new(&model, &res_id, body, options)?;
        let known = client
            .is_object()
            .then(|| NOTE_SUBTYPES.with(|subtypes| subtypes.get(client.unchecked_ref())));
        let mut subtype = known.and_then(|id| id.as_f64()).map(|id| id as i64);
        let client = ClientLike(client);
        let id = mail::post_internal_note(&client, message, &mut subtype).await?;
        if let Some(subtype) = subtype {
            NOTE_SUBTYPES.with(|subtypes| {
                subtypes.set(client.0.unchecked_ref(), &JsValue::from(subtype as f64))
            });
        }
        Ok(id)
    })
}

/// `postOpenMessage(client, model, resId, body, options)`, under another name: services.js exports that one.
#[wasm_bindgen(js_name = openMessage)]
pub fn post_open_message(
    client: JsValue,
    model: JsValue,
    res_id: JsValue,
    body: JsValue,
    options: JsValue,
) -> Promise {
    promise(async move {
        let message = Message::new(&model, &res_id, body, options)?;
        mail::post_open_message(&ClientLike(client), message).await
    })
}

/// `ensureHtmlBody(text)`.
///
/// # Errors
/// `OdooValidationError` for a blank body.
#[wasm_bindgen(js_name = ensureHtmlBody)]
pub fn ensure_html_body(body: &JsValue) -> Result<String, JsValue> {
    Ok(mail::ensure_html_body(body)?)
}

fn change(client: JsValue, name: JsValue, change: Change) -> Promise {
    promise(async move { modules::change(&ClientLike(client), &name, change).await })
}

/// `modules.installModule(name)`.
#[wasm_bindgen(js_name = installModule)]
pub fn install_module(client: JsValue, name: JsValue) -> Promise {
    change(client, name, Change::Install)
}

/// `modules.uninstallModule(name)`.
#[wasm_bindgen(js_name = uninstallModule)]
pub fn uninstall_module(client: JsValue, name: JsValue) -> Promise {
    change(client, name, Change::Uninstall)
}

/// `modules.upgradeModule(name)`.
#[wasm_bindgen(js_name = upgradeModule)]
pub fn upgrade_module(client: JsValue, name: JsValue) -> Promise {
    change(client, name, Change::Upgrade)
}

/// `modules.listModules(options)`.
#[wasm_bindgen(js_name = listModules)]
pub fn list_modules(client: JsValue, options: JsValue) -> Promise {
    promise(async move { modules::list(&ClientLike(client), options).await })
}

/// `modules.getModuleInfo(name)`.
#[wasm_bindgen(js_name = getModuleInfo)]
pub fn module_info(client: JsValue, name: JsValue) -> Promise {
    promise(async move { modules::module_info(&ClientLike(client), &name).await })
}

/// `modules.isModuleInstalled(name)`.
#[wasm_bindgen(js_name = isModuleInstalled)]
pub fn is_module_installed(client: JsValue, name: JsValue) -> Promise {
    promise(async move {
        Ok(modules::is_installed(&ClientLike(client), &name)
            .await?
            .into())
    })
}
