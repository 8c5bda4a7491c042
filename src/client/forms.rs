//! Values that differ from server to server: a call in the form that this server wants, a result in
//! the form that was asked for.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;

use super::{Answer, Client, Prepared};
use crate::binary::{self, Fields, Form, Records, records_of};
use crate::connection::{Encoded, Sending};
use crate::error::Failure;
use crate::protocol::http::Manner;
use crate::protocol::{Call, results};
use crate::safety::Guard;
use crate::transport::Platform;
use crate::value::{Answers, Kind, Texts, Value};

/// What a call reads, and in which form binary fields are wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    records: Records,
    form: Form,
}

/// A call as some servers want it, serialised in the tick of the call like the usual one.
pub(super) struct Alternative<V: Texts> {
    encoded: Encoded<V>,
    when: When,
}

/// When the alternative is the right one.
enum When {
    /// From the version on that calls the contents of attachments `raw`.
    HasRaw,
    /// Where binary values may be objects, which come without their contents only together with
    /// links that have no names: as long as none of these fields is a link.
    Sizes(Vec<String>),
}

/// A call in the forms in which it may be sent.
pub(super) struct Forms<V: Texts> {
    pub(super) encoded: Encoded<V>,
    pub(super) alternative: Option<Alternative<V>>,
    /// Whether it calls the contents of attachments `raw` where the program does not.
    pub(super) is_renamed: bool,
}

impl<V: Texts> From<Encoded<V>> for Forms<V> {
    fn from(encoded: Encoded<V>) -> Self {
        Self {
            encoded,
            alternative: None,
            is_renamed: false,
        }
    }
}

/// What is known of models' fields. There are few, so they stand in a row.
#[derive(Default)]
pub(super) struct KnownFields(RefCell<Vec<(String, Rc<Fields>)>>);

impl KnownFields {
    fn of(&self, model: &str) -> Option<Rc<Fields>> {
        let known = self.0.borrow();
        let found = known.iter().find(|(known, _)| known == model);
        found.map(|(_, fields)| Rc::clone(fields))
    }
}

type Converted<'a, P> = Pin<Box<dyn Future<Output = Answer<P, <P as Platform>::Value>> + 'a>>;

impl Reading {
    pub(super) fn of<V: Value>(call: &Call<V>, form: Form) -> Option<Self> {
        let records = records_of(call)?;
        Some(Self { records, form })
    }

    /// The context of a call, in which servers before 20 are asked for sizes.
    pub(super) fn context<V: Value>(self, own: Option<V>) -> Option<V> {
        if self.form != Form::Size {
            return own;
        }
        let mut context = V::object().with("bin_size", V::boolean(true));
        if let Some(own) = own {
            // Plain data, of which nothing can fail.
            let _ = context.assign(&own);
        }
        Some(context)
    }
}

impl<P: Platform, G: Guard<Value = P::Value>> Client<P, G> {
    /// A call as this server wants it; where that is not known yet, as others may want it, too.
    ///
    /// # Errors
    /// As [`crate::connection::Connection::encode`].
    pub(super) fn forms(
        &self,
        call: &Call<P::Value>,
        reading: Option<Reading>,
    ) -> Answer<P, Forms<P::Value>> {
        let version = self.connection.known_version();
        if version.is_some_and(|version| !version.has_raw()) {
            return Ok(self.connection.encode(call)?.into());
        }
        let renamed = binary::with_raw(call);
        let is_renamed = renamed.is_some() && version.is_some();
        let usual = match &renamed {
            Some(renamed) if is_renamed => renamed,
            _ => call,
        };
        let other = match &renamed {
            Some(renamed) if !is_renamed => Some((renamed.clone(), When::HasRaw)),
            _ if reading.is_some_and(|reading| reading.form == Form::Size) => with_sizes(usual),
            _ => None,
        };
        let alternative = other.map(|(other, when)| {
            let encoded = self.connection.encode(&other)?;
            Ok::<_, Failure<P::Value>>(Alternative { encoded, when })
        });
        Ok(Forms {
            encoded: self.connection.encode(usual)?,
            alternative: alternative.transpose()?,
            is_renamed,
        })
    }

    /// Sends a call in the form that the server wants, and gives its result in the form that was
    /// asked for.
    pub(super) async fn fulfil(
        &self,
        prepared: &Prepared<P::Value>,
        may_be_done: &Cell<bool>,
    ) -> Answer<P, P::Value> {
        let forms = &prepared.forms;
        let mut other = forms.alternative.as_ref();
        if let Some(alternative) = other {
            let is_right = self.is_right(prepared, &alternative.when).await;
            if !is_right.map_err(unsent)? {
                other = None;
            }
        }
        let encoded = other.map_or(&forms.encoded, |other| &other.encoded);
        let result = self.deliver(prepared, encoded, may_be_done).await?;
        let is_renamed =
            forms.is_renamed || other.is_some_and(|other| matches!(other.when, When::HasRaw));
        let Some(reading) = prepared.reading else {
            let says_fields = is_renamed && prepared.call.method_name() == "fields_get";
            return Ok(match says_fields {
                true => binary::with_datas(result),
                false => result,
            });
        };
        let version = self.connection.known_version();
        let is_old = version.is_some_and(|version| !version.may_have_objects());
        if is_old && reading.form != Form::Object {
            return Ok(result);
        }
        match self
            .in_form(prepared, reading, result.clone(), is_renamed)
            .await
        {
            // What was stored stays stored, whatever the values look like.
            Err(_) if prepared.call.method_name() == "web_save" => Ok(result),
            converted => converted,
        }
    }

    async fn is_right(&self, prepared: &Prepared<P::Value>, when: &When) -> Answer<P, bool> {
        let names = match when {
            When::HasRaw => None,
            When::Sizes(names) => Some(names),
        };
        let version = self.connection.asked_version().await?;
        let Some(names) = names else {
            return Ok(version.is_some_and(|version| version.has_raw()));
        };
        if !version.is_some_and(|version| version.may_have_objects()) {
            return Ok(false);
        }
        let fields = self.fields(prepared.call.model_name()).await?;
        Ok(names.iter().all(|name| fields.link(name).is_none()))
    }

    async fn in_form(
        &self,
        prepared: &Prepared<P::Value>,
        reading: Reading,
        mut result: P::Value,
        is_renamed: bool,
    ) -> Answer<P, P::Value> {
        let nested = reading.records != Records::List;
        let records = match reading.records {
            Records::Member => result.get("records"),
            _ => Some(result.clone()),
        };
        let Some(mut records) = records else {
            return Ok(result);
        };
        let names = records.object_fields(nested);
        if !names.is_empty() || (reading.form == Form::Object && records.item(0).is_some()) {
            let model = prepared.call.model_name().to_owned();
            records = self.converted(model, records, names, reading.form).await?;
        }
        if is_renamed {
            records = binary::with_datas(records);
        }
        if reading.records != Records::Member {
            return Ok(records);
        }
        result.set("records", records);
        Ok(result)
    }

    /// Records of a model with their binary fields in a form, among the fields `names` that may be
    /// such.
    fn converted(
        &self,
        model: String,
        records: P::Value,
        mut names: Vec<String>,
        form: Form,
    ) -> Converted<'_, P> {
        Box::pin(async move {
            if names.is_empty() && form != Form::Object {
                return Ok(records);
            }
            let fields = self.fields(&model).await?;
            names.retain(|name| fields.is_binary(name) || fields.link(name).is_some());
            if form == Form::Object {
                let texts = fields.binary.iter().filter(|name| !names.contains(name));
                let texts: Vec<String> = texts.cloned().collect();
                names.extend(texts);
            }
            let mut items = match names.is_empty() {
                true => return Ok(records),
                false => records.items().unwrap_or_default(),
            };
            for name in &names {
                let link = fields.link(name);
                for record in &mut items {
                    let Some(value) = record.get_named(name) else {
                        continue;
                    };
                    let value = match link {
                        None => form.of(value),
                        Some(model) => self.linked(model, value, form).await?,
                    };
                    record.set_named(name, value);
                }
            }
            Ok(P::Value::array(items))
        })
    }

    /// What a field links to, where that was read along.
    async fn linked(&self, model: &str, value: P::Value, form: Form) -> Answer<P, P::Value> {
        match value.kind() {
            Kind::Array
                if value
                    .item(0)
                    .is_some_and(|item| item.kind() == Kind::Object) =>
            {
                let names = value.object_fields(true);
                self.converted(model.into(), value, names, form).await
            }
            Kind::Object => {
                let one = P::Value::one(value.clone());
                let names = one.object_fields(true);
                let one = self.converted(model.into(), one, names, form);
                let one = one.await?;
                Ok(one.item(0).unwrap_or(value))
            }
            _ => Ok(value),
        }
    }

    /// What is known of a model's fields: the server is asked once.
    async fn fields(&self, model: &str) -> Answer<P, Rc<Fields>> {
        if let Some(fields) = self.fields.of(model) {
            return Ok(fields);
        }
        let attributes = P::Value::two(P::Value::word("type"), P::Value::word("relation"));
        let call = Call::of(
            P::Value::string(model),
            "fields_get",
            P::Value::array(Vec::new()),
            P::Value::object().with("attributes", attributes),
        );
        let encoded = self.connection.encode(&call)?;
        let sending = Sending {
            attempt: 1,
            read_body: None,
            form: results::Form::AsItIs,
            manner: Manner::default(),
        };
        let permit = self.queue.enter().await;
        let answer = self.connection.call(&call, &encoded, sending).await?;
        drop(permit);
        let fields = Rc::new(Fields::of(&answer));
        let known = (model.into(), Rc::clone(&fields));
        self.fields.0.borrow_mut().push(known);
        Ok(fields)
    }
}

/// The failure of a question that comes before the call: of that, nothing was sent.
fn unsent<V: Value>(mut failure: Failure<V>) -> Failure<V> {
    if let Failure::Error(error) = &mut failure {
        error.not_sent = true;
    }
    failure
}

/// A read whose answer has sizes and no contents on servers from 20 on, and the fields it names;
/// `None` where it names none.
fn with_sizes<V: Value>(call: &Call<V>) -> Option<(Call<V>, When)> {
    if records_of(call) != Some(Records::List) {
        return None;
    }
    let named = call.kwargs.get("fields").or_else(|| call.args.item(1))?;
    let names: Vec<String> = named.items()?.iter().filter_map(V::as_string).collect();
    if names.is_empty() {
        return None;
    }
    let mut sized = call.clone();
    sized.kwargs = V::object();
    sized.kwargs.assign(&call.kwargs).ok()?;
    sized.kwargs.set("load", V::word("web"));
    Some((sized, When::Sizes(names)))
}
