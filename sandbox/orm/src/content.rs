//! The bytes behind a binary field, with what a browser wants to know of them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Map;

use crate::env::{Env, SUPERUSER};
use crate::schema::{FieldType, Operation};
use crate::store::Cell;
use crate::{Database, Fault, access, attachment, binary, names};

/// A file: an attachment, or what a binary field holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// Its bytes; none where nothing is stored.
    pub bytes: Vec<u8>,
    /// The name to save it under, without an extension where the record has none.
    pub name: String,
    /// What an attachment says of itself.
    pub mimetype: Option<String>,
    /// Where it is instead, if it is an attachment that is no more than an address.
    pub url: Option<String>,
}

impl Database {
    /// Reads a file as `uid`, or as nobody in particular, who sees what attachments are public.
    ///
    /// # Errors
    /// The model, field or record does not exist, or is kept from the user.
    pub fn content(
        &self,
        uid: Option<i64>,
        model: &str,
        id: i64,
        field: &str,
    ) -> Result<Content, Fault> {
        let flavour = self.flavour();
        let asks = uid.unwrap_or(SUPERUSER);
        let mut data = self.data.clone();
        let env = Env::new(
            &self.registry,
            &mut data,
            flavour,
            asks,
            Map::new(),
            self.now(),
        );
        let model = env.model(model)?;
        let unknown = |name: &str| Fault::unknown_field(flavour, &model.name, name);
        let wanted = model.field(field).ok_or_else(|| unknown(field))?;
        if wanted.kind != FieldType::Binary {
            return Err(Fault::value(format!("{field} holds no file")));
        }
        if !env.exists(model, id) {
            return Err(Fault::missing(&model.name, &[id], env.uid));
        }
        let is_attachment = model.name == "ir.attachment";
        match uid {
            Some(_) => {
                access::check_readable(&env, model, &[id])?;
                access::check_field(&env, model, wanted, Operation::Read)?;
            }
            None if is_attachment && env.stored(model, "public", id).is_truthy() => {}
            None => return Err(Fault::access("Access Denied")),
        }
        let text = |name: &str| env.stored(model, name, id).str().map(str::to_owned);
        let stored = if is_attachment && field == "raw" {
            attachment::content_field(&env)
        } else {
            field
        };
        let stored = model.field(stored).ok_or_else(|| unknown(stored))?;
        let bytes = match env.cell(model, stored, id) {
            Cell::Text(held) => STANDARD.decode(binary::content(&held)).unwrap_or_default(),
            _ => Vec::new(),
        };
        let name = if is_attachment {
            text("name").unwrap_or_default()
        } else {
            names::display_name(&env, model, id)
        };
        let is_address = is_attachment && text("type").as_deref() == Some("url");
        Ok(Content {
            bytes,
            name,
            mimetype: text("mimetype").filter(|_| is_attachment),
            url: text("url").filter(|_| is_address),
        })
    }

    /// Finds the record of an external id: its model and id.
    pub fn record_of(&self, xml_id: &str) -> Option<(String, i64)> {
        self.ask(|env| env.xml_id(xml_id).map(|(model, id)| (model.to_owned(), id)))
    }
}

impl Content {
    /// The SHA-1 of the bytes, as attachments show it.
    pub fn checksum(&self) -> String {
        attachment::sha1(&self.bytes)
    }
}
