//! What the server itself says of a model's methods (`/doc-bearer/<model>.json`): fetched once for each model.

use std::cell::RefCell;

use super::login::has_trouble;
use super::requests::IF_NONE_MATCH;
use super::{Answer, Connection};
use crate::error::{Class, Error, Failure};
use crate::protocol::Call;
use crate::protocol::http::{Cookies, Request, Response};
use crate::protocol::json2::{self, Parameters};
use crate::text::decimal;
use crate::transport::Platform;
use crate::value::Value;

/// Descriptions of models. There are few, so they stand in a row.
pub(super) struct Documents<V>(RefCell<Vec<Document<V>>>);

#[derive(Clone)]
struct Document<V> {
    model: String,
    etag: Option<String>,
    content: V,
}

impl<V> Default for Documents<V> {
    fn default() -> Self {
        Self(RefCell::new(Vec::new()))
    }
}

impl<V: Value> Documents<V> {
    fn of(&self, model: &str) -> Option<Document<V>> {
        let documents = self.0.borrow();
        documents.iter().find(|known| known.model == model).cloned()
    }

    /// The parameters of a method, where a description of its model is there already that knows it.
    pub(super) fn parameters(&self, call: &Call<V>) -> Option<Parameters> {
        // As a rule there is none, and the model need not be read.
        if self.0.borrow().is_empty() {
            return None;
        }
        let document = self.of(&call.model.as_string()?)?;
        json2::described(&document.content, &call.method)
    }

    /// Keeps what the server answered, and reads the parameters of a method in it.
    ///
    /// # Errors
    /// `Odoo` where the server does not show its description; `Rpc` where it has no such method; `Auth` and `Network` as of
    /// a call.
    pub(super) fn learn(
        &self,
        call: &Call<V>,
        mut response: Response<V>,
    ) -> Result<Parameters, Failure<V>> {
        let model = call.model.as_string().unwrap_or_default();
        let etag = response.head.as_mut().and_then(|head| head.etag.take());
        let (status, leads_away) = (response.status, response.leads_away());
        let content = match (json2::open(response), self.of(&model)) {
            (Ok(content), _) => {
                let mut documents = self.0.borrow_mut();
                documents.retain(|known| known.model != model);
                documents.push(Document {
                    model,
                    etag,
                    content: content.clone(),
                });
                content
            }
            (Err(_), Some(known)) if status == 304 => known.content,
            // A key that is refused, or a server in trouble: of the description that says nothing.
            (Err(error), _) if status == 401 || has_trouble(status) || leads_away => {
                return Err(error.into());
            }
            _ => {
                let status = decimal(status.into());
                let why = [
                    "the server does not let this user read ",
                    json2::DOCUMENT,
                    &model,
                    ".json (HTTP ",
                    &status,
                    ")",
                ]
                .concat();
                return Err(json2::unnamed(call, &why).into());
            }
        };
        json2::described(&content, &call.method).ok_or_else(|| {
            let message = [
                "The method '",
                &call.model.as_string().unwrap_or_default(),
                ".",
                &call.method.as_string().unwrap_or_default(),
                "' does not exist, as far as the server describes it",
            ];
            Error::new(Class::Rpc, message.concat())
                .before_sending()
                .into()
        })
    }
}

impl<P: Platform> Connection<P> {
    /// Asks for the description of a model, or whether it has changed.
    ///
    /// # Errors
    /// `Odoo` for what cannot be a model's name.
    pub(super) fn ask_document(
        &self,
        documents: &Documents<P::Value>,
        headers: &P::Value,
        call: &Call<P::Value>,
    ) -> Answer<P, Request<P::Value>> {
        let model = call.model.as_string().unwrap_or_default();
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_');
        if !model.bytes().all(is_plain) {
            return Err(json2::unnamed(call, "the model's name is not one of Odoo's").into());
        }
        let mut conditional = P::Value::object();
        // Ours, and plain.
        let _ = conditional.assign(headers);
        if let Some(etag) = documents.of(&model).and_then(|known| known.etag) {
            conditional.set(IF_NONE_MATCH, P::Value::string(&etag));
        }
        let path = [json2::DOCUMENT, &model, ".json"].concat();
        let mut request = self.get(&path, conditional);
        request.cookies = Cookies::Omitted;
        Ok(request)
    }
}
