//! What the server itself says of a model's methods (`/doc-bearer/<model>.json`): fetched once for each model.

use std::cell::RefCell;

use super::exchange::About;
use super::{Answer, Connection, Login, Wire, not_authenticated};
use crate::error::{Class, Error, Failure};
use crate::protocol::http::{Body, Cookies, Wants};
use crate::protocol::json2::{self, Parameters};
use crate::protocol::{Call, Protocol};
use crate::transport::Platform;
use crate::value::Value;

/// Descriptions by model, each with its `ETag`.
pub(super) type Documents<V> = RefCell<Vec<(String, Option<String>, V)>>;

impl<P: Platform> Connection<P> {
    /// The parameters of a method, as the server describes them; `anew` asks it whether that has changed.
    ///
    /// # Errors
    /// `Odoo` where the server does not show its description; `Rpc` where it has no such method; `Network`.
    pub(super) async fn described(
        &self,
        login: &Login<P::Value>,
        call: &Call<P::Value>,
        anew: bool,
    ) -> Answer<P, Parameters> {
        let Wire::Json2 {
            headers, documents, ..
        } = &login.wire
        else {
            return Err(not_authenticated());
        };
        let model = call.model.as_string().unwrap_or_default();
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_');
        if !model.bytes().all(is_plain) {
            return Err(json2::unnamed(call, "the model's name is not one of Odoo's").into());
        }
        let known = documents
            .borrow()
            .iter()
            .find(|(name, ..)| *name == model)
            .map(|(_, etag, document)| (etag.clone(), document.clone()));
        let document = match known {
            Some((_, document)) if !anew => document,
            known => {
                let mut headers = headers.clone();
                if let Some((Some(etag), _)) = &known {
                    let mut conditional = P::Value::object();
                    conditional.assign(&headers);
                    conditional.set("If-None-Match", P::Value::string(etag));
                    headers = conditional;
                }
                let path = format!("{}{model}.json", json2::DOCUMENT);
                let mut request = self.get(&path, headers);
                request.cookies = Cookies::Omitted;
                request.wants = Wants::Headers;
                let about = About::path(Protocol::Json2, json2::DOCUMENT);
                let response = self.exchange(request, about).await?;
                match (known, response.body) {
                    (Some((_, document)), _) if response.status == 304 => document,
                    (_, Body::Json(document)) if response.status == 200 => {
                        let mut documents = documents.borrow_mut();
                        documents.retain(|(name, ..)| *name != model);
                        documents.push((model, response.headers.etag, document.clone()));
                        document
                    }
                    _ => {
                        let why = format!(
                            "the server does not let this user read {}{model}.json (HTTP {})",
                            json2::DOCUMENT,
                            response.status
                        );
                        return Err(json2::unnamed(call, &why).into());
                    }
                }
            }
        };
        json2::described(&document, &call.method).ok_or_else(|| {
            let place = call.place();
            let method = place.method.unwrap_or_default();
            let message = format!(
                "The method '{}.{method}' does not exist, as far as the server describes it",
                place.model.unwrap_or_default()
            );
            Failure::from(Error::new(Class::Rpc, message))
        })
    }
}
