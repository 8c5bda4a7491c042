//! The same call has the same result on every protocol and every version: what the servers answer in different forms is
//! brought into one here.
//!
//! Odoo 17 answers `copy` and `message_post` with an id, later versions with a list of one; JSON-2 gives recordsets as
//! lists always, `create` of a single record included (recordings `kw-copy`, `mail-message-post-note`, `json2-create-dict`).
//! `find_or_create` changed with them: until 18 it is one of the methods whose recordset is turned into an id for programs outside
//! ([how it became one](https://github.com/odoo/odoo/pull/54473)). `activity_schedule` gives the recordset as a text, `mail.activity(53,)`,
//! on 17 and 18, and a list on 19 (recording `activity-schedule`).

use super::Call;
use crate::text;
use crate::value::{Kind, Value, as_integer};

/// What a call's result has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As the server says.
    AsItIs,
    /// An id: a list of one is that one.
    OneId,
}

/// The form that the result of `call` has to have.
pub fn form_of<V: Value>(call: &Call<V>) -> Form {
    let first = || call.args.item(0);
    let is_one = if call.method.is_word("create") {
        // `vals_list` by name is a list, and gives one.
        first().is_some_and(|values| values.kind() == Kind::Object)
    } else if call.method.is_word("find_or_create") {
        true
    } else if ["copy", "message_post", "activity_schedule"]
        .iter()
        .any(|method| call.method.is_word(method))
    {
        first().is_some_and(|ids| {
            as_integer(&ids).is_some() || (ids.item(0).is_some() && ids.item(1).is_none())
        })
    } else {
        false
    };
    match is_one {
        true => Form::OneId,
        false => Form::AsItIs,
    }
}

impl Form {
    /// The result in this form.
    pub fn of<V: Value>(self, result: V) -> V {
        if self == Self::AsItIs {
            return result;
        }
        if let Some(id) = result.as_string().as_deref().and_then(id_in_words) {
            return V::number(id);
        }
        if result.kind() != Kind::Array {
            return result;
        }
        match (result.item(0), result.item(1)) {
            (Some(id), None) if as_integer(&id).is_some() => id,
            _ => result,
        }
    }
}

/// The id in a recordset of one as Python writes it: `mail.activity(53,)`.
fn id_in_words(text: &str) -> Option<f64> {
    let (_, ids) = text::split_once(text.strip_suffix(",)")?, b'(')?;
    ids.parse::<u32>().ok().map(f64::from)
}
