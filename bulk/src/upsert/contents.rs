//! Whether binary fields hold what rows say, without reading what is in them: most are attachments,
//! of which Odoo keeps a checksum.

use crate::stored::Field;
use crate::value::Value;

/// The field beside the contents of an attachment.
pub(super) const CHECKSUM: &str = "checksum";

/// Where the checksum of a field is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sum {
    /// Nowhere.
    Nowhere,
    /// In a field beside it.
    Beside,
    /// At the attachment that holds it, which is read for itself.
    Attachment,
}

/// Whether a field holds the contents that a row says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contents {
    /// It does.
    Same,
    /// It does not, or nobody knows.
    Other,
    /// It does where the SHA-1 of the row's is the checksum.
    BySum,
}

impl Field {
    /// Where its checksum is found.
    pub fn sum(&self) -> Sum {
        if self.odoo_type != "binary" {
            return Sum::Nowhere;
        }
        match self.model.as_str() {
            "ir.attachment" => match self.name.as_str() {
                "datas" | "raw" | "db_datas" => Sum::Beside,
                _ => Sum::Nowhere,
            },
            _ if self.is_attachment == Some(false) => Sum::Nowhere,
            _ => Sum::Attachment,
        }
    }

    /// Judges contents. Of a text it counts only whether there is one. `stored` is what came of the
    /// field itself; `sum` the checksum that was found, `None` where none was, and `is_read` says
    /// whether it was looked for: who may not see attachments writes them.
    pub fn contents(
        &self,
        value: &Value,
        stored: Option<&Value>,
        sum: Option<&Value>,
        is_read: bool,
    ) -> Contents {
        // Where the server does not say that a field's values are attachments, one without any may
        // still hold something: then only an empty field is known.
        let is_empty = match (self.sum(), sum) {
            (Sum::Beside, sum) => Some(!sum.is_some_and(Value::is_truthy)),
            (Sum::Attachment, Some(sum)) => Some(!sum.is_truthy()),
            (Sum::Attachment, None) if is_read && self.is_attachment == Some(true) => Some(true),
            _ => stored
                .is_some_and(|stored| !stored.is_truthy())
                .then_some(true),
        };
        match (is_empty, value) {
            (None, _) => Contents::Other,
            (Some(true), _) if value.is_empty() => Contents::Same,
            (Some(false), Value::Text(text)) if !text.is_empty() => Contents::BySum,
            _ => Contents::Other,
        }
    }
}
