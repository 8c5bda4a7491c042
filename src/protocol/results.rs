//! The same call has the same result on every protocol and every version: what the servers answer
//! in different forms is brought into one here. And an answer that cannot be the method's result is
//! no success.
//!
//! Odoo 17 answers `copy` and `message_post` with an id, later versions with a list of one; JSON-2
//! gives recordsets as lists always, `create` of a single record included (recordings `kw-copy`,
//! `mail-message-post-note`, `json2-create-dict`). `find_or_create` changed with them: until 18 it
//! is one of the methods whose recordset is turned into an id for programs outside ([how it became
//! one](https://github.com/odoo/odoo/pull/54473)). `activity_schedule` gives the recordset as a
//! text, `mail.activity(53,)`, on 17 and 18, and a list on 19 (recording `activity-schedule`).

use super::{Call, Protocol, stand_ins};
use crate::error::{Class, Error};
use crate::text::{self, decimal};
use crate::value::{Kind, Value, as_integer};

/// What a call's result has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As the server says.
    AsItIs,
    /// An id: a list of one is that one.
    OneId,
    /// The same, where there may be none.
    PerhapsId,
    /// A list of so many ids.
    Ids(usize),
    /// `true`.
    True,
    /// A list.
    List,
    /// A number of records.
    Count,
}

/// The form that the result of `call` has to have.
pub fn form_of<V: Value>(call: &Call<V>) -> Form {
    let first = || call.args.item(0);
    let method = call.method_name();
    if method == "create" {
        let values = first().or_else(|| call.kwargs.get("vals_list"));
        return match values.map(|values| (values.kind(), values.length())) {
            // `vals_list` by name is a list, and gives one.
            Some((Kind::Object, _)) if first().is_some() => Form::OneId,
            Some((Kind::Array, length)) => Form::Ids(length),
            _ => Form::AsItIs,
        };
    }
    if method == "find_or_create" {
        return Form::PerhapsId;
    }
    if matches!(method, "copy" | "message_post" | "activity_schedule") {
        let is_one = first().is_some_and(|ids| {
            as_integer(&ids).is_some() || (ids.item(0).is_some() && ids.item(1).is_none())
        });
        return match is_one {
            true if method == "activity_schedule" => Form::PerhapsId,
            true => Form::OneId,
            false => Form::AsItIs,
        };
    }
    // Odoo 16 and before count by `search` as well.
    let counts = || call.kwargs.get("count").is_some() || call.args.item(4).is_some();
    match method {
        "write" | "unlink" => Form::True,
        "read" | "search_read" => Form::List,
        "search_count" => Form::Count,
        "search" if !counts() => Form::List,
        _ => Form::AsItIs,
    }
}

impl Form {
    /// The result in this form, as far as it has it.
    pub fn of<V: Value>(self, result: V) -> V {
        if !matches!(self, Self::OneId | Self::PerhapsId) {
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

    /// The result of `call` in this form. Long lists are not looked through.
    ///
    /// Programs that this package is to serve unchanged speak JSON-RPC, and stand-ins in their
    /// tests say `true` to everything or give back what they were asked: over `protocol` JSON-RPC
    /// that is left as it is, and over no other.
    ///
    /// # Errors
    /// `Rpc` for what no Odoo answers, which says what may have been done all the same.
    pub fn checked<V: Value>(
        self,
        result: V,
        call: &Call<V>,
        protocol: Protocol,
    ) -> Result<V, Error<V>> {
        let result = self.of(result);
        let is_of_stand_in = || stand_ins::echoes(&result, &call.method, protocol);
        match self.holds(&result) || is_of_stand_in() {
            true => Ok(result),
            false => Err(self.missed(&result, call)),
        }
    }

    fn holds<V: Value>(self, result: &V) -> bool {
        let is_id = |value: &V| as_integer(value).is_some_and(|id| id > 0);
        match self {
            Self::AsItIs | Self::PerhapsId => true,
            Self::OneId => is_id(result),
            Self::Ids(0) => result.kind() == Kind::Array,
            Self::Ids(count) => {
                result.kind() == Kind::Array
                    && result.length() == count
                    && result.item(0).as_ref().is_some_and(is_id)
                    && result.first_non_integer().is_none()
            }
            // A method of a server's own may say it by the records that it changed.
            Self::True => {
                result.as_bool() == Some(true)
                    || is_id(result)
                    || (result.kind() == Kind::Array && result.item(0).as_ref().is_some_and(is_id))
            }
            Self::List | Self::Count => is_something(result),
        }
    }

    fn missed<V: Value>(self, result: &V, call: &Call<V>) -> Error<V> {
        let place = call.place();
        let method = place.method.as_deref().unwrap_or_default();
        let many = match self {
            Self::Ids(count) => ["a list of ", &decimal(count as u64), " ids"].concat(),
            _ => String::new(),
        };
        let expected = match self {
            Self::AsItIs | Self::PerhapsId => "its result",
            Self::OneId => "an id",
            Self::Ids(_) => &many,
            Self::True => "true",
            Self::List => "a list",
            Self::Count => "a number",
        };
        // What a method that makes records may have done all the same, is said of every answer of
        // its that is lost.
        let what = match method {
            "write" => {
                "The records may have been changed all the same: look before you do it again, and check"
            }
            "unlink" => {
                "The records may have been deleted all the same: look before you do it again, and check"
            }
            _ => "Check",
        };
        let message = [
            place.model.as_deref().unwrap_or_default(),
            ".",
            method,
            "() was answered with ",
            &described(result),
            " instead of ",
            expected,
            ". ",
            what,
            " what stands between this program and Odoo",
        ];
        Error::new(Class::Rpc, message.concat())
    }
}

/// What came, in words: of a list, how long it is.
fn described<V: Value>(result: &V) -> String {
    match result.kind() {
        Kind::Array => ["a list of ", &decimal(result.length() as u64)].concat(),
        _ => result.in_words(),
    }
}

/// The id in a recordset of one as Python writes it: `mail.activity(53,)`.
fn id_in_words(text: &str) -> Option<f64> {
    let (_, ids) = text::split_once(text.strip_suffix(",)")?, b'(')?;
    ids.parse::<u32>().ok().map(f64::from)
}

/// Whether this may be the answer to a call that has one: null, `false`, a text, or an object, such
/// as that of an error, is none.
fn is_something<V: Value>(result: &V) -> bool {
    match result.kind() {
        Kind::Undefined | Kind::Null | Kind::Object | Kind::String => false,
        Kind::Boolean => result.as_bool() != Some(false),
        _ => true,
    }
}
