//! What the server itself says of a model's methods (`/doc-bearer/<model>.json`): fetched once for
//! each model.

use crate::protocol::wire::Carried;
use std::cell::RefCell;

use super::{DOCUMENT, Parameters, described, unnamed};
use crate::error::{Class, Error};
use crate::protocol::http::{Cookies, Request, Response, has_trouble};
use crate::protocol::{Call, Site, bare};
use crate::text::decimal;

/// The header that asks whether a description has changed.
const IF_NONE_MATCH: &str = "If-None-Match";

/// Where a model is described.
pub(super) fn path(model: &str) -> String {
    [DOCUMENT, model, ".json"].concat()
}

/// Descriptions of models. There are few, so they stand in a row.
#[derive(Debug)]
pub(super) struct ModelDescriptions<V>(RefCell<Vec<Description<V>>>);

#[derive(Clone, Debug)]
struct Description<V> {
    model: String,
    etag: Option<String>,
    content: V,
}

impl<V> Default for ModelDescriptions<V> {
    fn default() -> Self {
        Self(RefCell::new(Vec::new()))
    }
}

impl<V: Carried> ModelDescriptions<V> {
    fn of(&self, model: &str) -> Option<Description<V>> {
        let descriptions = self.0.borrow();
        descriptions
            .iter()
            .find(|known| known.model == model)
            .cloned()
    }

    /// The parameters of a method, where a description of its model is there already that knows it.
    pub(super) fn parameters(&self, call: &Call<V>) -> Option<Parameters> {
        // As a rule there is none, and the model need not be read.
        if self.0.borrow().is_empty() {
            return None;
        }
        let description = self.of(&call.model.as_string()?)?;
        described(&description.content, &call.method)
    }

    /// Keeps what the server answered, and reads the parameters of a method in it.
    ///
    /// # Errors
    /// `Odoo` where the server does not show its description; `Rpc` where it has no such method;
    /// `Auth` and `Network` as of a call.
    pub(super) fn learn(
        &self,
        call: &Call<V>,
        mut response: Response<V>,
    ) -> Result<Parameters, Error<V>> {
        let model = call.model.as_string().unwrap_or_default();
        let etag = response.head.as_mut().and_then(|head| head.etag.take());
        let (status, leads_away) = (response.status, response.leads_away());
        let content = match (bare::open(response), self.of(&model)) {
            (Ok(content), _) => {
                let mut descriptions = self.0.borrow_mut();
                descriptions.retain(|known| known.model != model);
                descriptions.push(Description {
                    model,
                    etag,
                    content: content.clone(),
                });
                content
            }
            (Err(_), Some(known)) if status == 304 => known.content,
            // A key that is refused, or a server in trouble: of the description that says nothing.
            (Err(error), _) if status == 401 || has_trouble(status) || leads_away => {
                return Err(error);
            }
            _ => {
                let status = decimal(status.into());
                let why = [
                    "the server does not let this user read ",
                    &path(&model),
                    " (HTTP ",
                    &status,
                    ")",
                ]
                .concat();
                return Err(unnamed(call, &why));
            }
        };
        described(&content, &call.method).ok_or_else(|| {
            let message = [
                "The method '",
                &call.model.as_string().unwrap_or_default(),
                ".",
                &call.method.as_string().unwrap_or_default(),
                "' does not exist, as far as the server describes it",
            ];
            Error::new(Class::Rpc, message.concat()).before_sending()
        })
    }

    /// Asks for the description of a model, or whether it has changed.
    ///
    /// # Errors
    /// `Odoo` for what cannot be a model's name.
    pub(super) fn ask(
        &self,
        site: &Site<V>,
        headers: &V,
        call: &Call<V>,
    ) -> Result<Request<V>, Error<V>> {
        let model = call.model.as_string().unwrap_or_default();
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_');
        if !model.bytes().all(is_plain) {
            return Err(unnamed(call, "the model's name is not one of Odoo's"));
        }
        let mut conditional = V::object();
        // Our own plain object: nothing can fail.
        let _ = conditional.assign(headers);
        if let Some(etag) = self.of(&model).and_then(|known| known.etag) {
            conditional.set(IF_NONE_MATCH, V::string(&etag));
        }
        let mut request = site.get(&path(&model), conditional);
        request.cookies = Cookies::Omitted;
        Ok(request)
    }
}
