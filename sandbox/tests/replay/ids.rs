//! Which record of the sandbox stands for which recorded one, and where in requests and answers ids
//! stand.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

/// Ids of no model that is known where they stand: whichever model has exactly one record of that
/// recorded id.
pub(crate) const ANY: &str = "*";

/// Up to here a number may be any model's id.
const SMALL: i64 = 100;

/// An id's place: a JSON pointer, and its model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) pointer: String,
    pub(crate) model: String,
}

/// What the database says of a model's fields: type, and the model a relation leads to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    models: BTreeMap<String, BTreeMap<String, (String, Option<String>)>>,
}

impl Fields {
    /// Keeps what `fields_get` answers of a model.
    pub(crate) fn learn(&mut self, model: &str, described: &Value) {
        let fields = described
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, field)| {
                let relation = field["relation"].as_str().map(str::to_owned);
                (
                    name.clone(),
                    (
                        field["type"].as_str().unwrap_or_default().to_owned(),
                        relation,
                    ),
                )
            });
        self.models.insert(model.to_owned(), fields.collect());
    }

    fn field(&self, model: &str, name: &str) -> Option<(&str, Option<&str>)> {
        let (kind, relation) = self.models.get(model)?.get(name)?;
        Some((kind, relation.as_deref()))
    }

    /// The model a dotted path of fields ends in; `id` and nothing stay where they are.
    pub(crate) fn relation(&self, model: &str, path: &str) -> Option<String> {
        let mut model = model.to_owned();
        for name in path.split(['.', '/']) {
            if !matches!(name, "id" | ".id" | "") {
                model = self.field(&model, name)?.1?.to_owned();
            }
        }
        Some(model)
    }
}

/// Records of both sides that are one another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ids {
    here: BTreeMap<(String, i64), i64>,
    taken: BTreeSet<(String, i64)>,
    /// Moments that were read, and what stood there.
    moments: BTreeMap<String, String>,
}

impl Ids {
    /// Has a record of the sandbox stand for a recorded one.
    pub(crate) fn bind(&mut self, model: &str, recorded: i64, here: i64) {
        self.taken.insert((model.to_owned(), here));
        self.here.insert((model.to_owned(), recorded), here);
    }

    /// Finds what stands for a recorded record.
    pub(crate) fn here(&self, model: &str, recorded: i64) -> Option<i64> {
        if model != ANY {
            return self.here.get(&(model.to_owned(), recorded)).copied();
        }
        // A small number is an id of several models, known or not.
        let mut found = self
            .here
            .iter()
            .filter(|((_, id), _)| *id == recorded && recorded > SMALL);
        match (found.next(), found.next()) {
            (Some((_, here)), None) => Some(*here),
            _ => None,
        }
    }

    /// Tells whether a record of the sandbox stands for another already.
    pub(crate) fn is_taken(&self, model: &str, here: i64) -> bool {
        self.taken.contains(&(model.to_owned(), here))
    }

    /// Has a moment of the sandbox stand for a recorded one.
    pub(crate) fn bind_moment(&mut self, recorded: &str, here: &str) {
        self.moments
            .entry(recorded.to_owned())
            .or_insert_with(|| here.to_owned());
    }

    /// Puts the sandbox's ids in the places of recorded ones.
    pub(crate) fn translate(&self, value: &mut Value, places: &[Place]) {
        for place in places {
            let Some(id) = value.pointer_mut(&place.pointer) else {
                continue;
            };
            let text = id.as_str().and_then(|text| text.parse().ok());
            if let Some(here) = id
                .as_i64()
                .or(text)
                .and_then(|id| self.here(&place.model, id))
            {
                *id = if id.is_string() {
                    here.to_string().into()
                } else {
                    here.into()
                };
            }
        }
    }

    /// Puts the sandbox's ids into the words that name records:
    /// `(Record: mail.activity(53,), User: 2)`, `Expected singleton: x(1, 2)`.
    pub(crate) fn translate_words(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                let named = ["(Record: ", "Expected singleton: "]
                    .iter()
                    .find_map(|before| text.split_once(before))
                    .and_then(|(_, rest)| rest.split_once('('));
                let Some((model, rest)) = named else { return };
                let Some((ids, _)) = rest.split_once(')') else {
                    return;
                };
                let here: Vec<String> = ids
                    .split(", ")
                    .map(|id| {
                        let number = id.trim_end_matches(',').parse().ok();
                        let here = number.and_then(|number| self.here(model, number));
                        let comma = if id.ends_with(',') { "," } else { "" };
                        here.map_or_else(|| id.to_owned(), |here| format!("{here}{comma}"))
                    })
                    .collect();
                *text = text.replace(
                    &format!("{model}({ids})"),
                    &format!("{model}({})", here.join(", ")),
                );
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.translate_words(item)),
            Value::Object(items) => items
                .values_mut()
                .for_each(|item| self.translate_words(item)),
            _ => {}
        }
    }

    /// Puts the sandbox's id into a condition on ids that was refused:
    /// `Invalid domain term ('id', 'in', 8180)`.
    pub(crate) fn translate_term(&self, value: &mut Value, model: &str) {
        const BEFORE: &str = "Invalid domain term ('id', 'in', ";
        match value {
            Value::String(text) => {
                let id = text
                    .strip_prefix(BEFORE)
                    .and_then(|rest| rest.strip_suffix(')'));
                let here = id
                    .and_then(|id| id.parse().ok())
                    .and_then(|id| self.here(model, id));
                if let Some(here) = here {
                    *text = format!("{BEFORE}{here})");
                }
            }
            Value::Array(items) => items
                .iter_mut()
                .for_each(|item| self.translate_term(item, model)),
            Value::Object(items) => items
                .values_mut()
                .for_each(|item| self.translate_term(item, model)),
            _ => {}
        }
    }

    /// Puts the sandbox's moments into a text in the places of recorded ones.
    pub(crate) fn translate_moments_within(&self, text: &str) -> String {
        let moments = self.moments.iter();
        moments.fold(text.to_owned(), |text, (recorded, here)| {
            text.replace(recorded, here)
        })
    }

    /// Puts the sandbox's moments in the places of recorded ones.
    pub(crate) fn translate_moments(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(here) = self.moments.get(text) {
                    here.clone_into(text);
                }
            }
            Value::Array(items) => items
                .iter_mut()
                .for_each(|item| self.translate_moments(item)),
            Value::Object(items) => items
                .values_mut()
                .for_each(|item| self.translate_moments(item)),
            _ => {}
        }
    }
}

/// Finds the places of ids in a value whose meaning is known.
#[derive(Debug)]
pub(crate) struct Walk<'f> {
    pub(crate) fields: &'f Fields,
    pub(crate) places: Vec<Place>,
}

impl<'f> Walk<'f> {
    pub(crate) fn new(fields: &'f Fields) -> Self {
        Self {
            fields,
            places: Vec::new(),
        }
    }

    /// An id, a list of them, or an object or pair that shows a record.
    pub(crate) fn ids(&mut self, at: &str, value: &Value, model: &str) {
        match value {
            Value::Number(_) | Value::String(_) => {
                self.places.push(Place {
                    pointer: at.to_owned(),
                    model: model.to_owned(),
                });
            }
            Value::Array(items) => {
                for (place, item) in items.iter().enumerate() {
                    self.ids(&format!("{at}/{place}"), item, model);
                }
            }
            Value::Object(record) => self.record(at, record, model),
            _ => {}
        }
    }

    /// Values of fields: those of a create or a write, or a record that was read.
    pub(crate) fn record(&mut self, at: &str, record: &Map<String, Value>, model: &str) {
        let owner = record
            .get("res_model")
            .or_else(|| record.get("model"))
            .and_then(Value::as_str);
        for (name, value) in record {
            let at = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
            match name.as_str() {
                "id" => self.ids(&at, value, model),
                "__domain" | "__extra_domain" => self.domain(&at, value, model),
                "res_id" => self.ids(&at, value, owner.unwrap_or(ANY)),
                "res_model_id" => self.ids(&at, value, "ir.model"),
                "id:array_agg" | "id:recordset" => self.ids(&at, value, model),
                name => self.field(&at, value, model, name),
            }
        }
    }

    fn field(&mut self, at: &str, value: &Value, model: &str, name: &str) {
        let name = name.split(':').next().unwrap_or(name);
        let Some((kind, relation)) = self.fields.field(model, name) else {
            return;
        };
        match (kind, relation) {
            ("many2one", Some(relation)) => match value {
                Value::Array(pair) if pair.get(1).is_some_and(Value::is_string) => {
                    self.ids(&format!("{at}/0"), &pair[0], relation);
                }
                Value::String(_) => {}
                value => self.ids(at, value, relation),
            },
            ("one2many" | "many2many", Some(relation)) => self.commands(at, value, relation),
            ("properties", _) => self.properties(at, value),
            _ => {}
        }
    }

    /// Commands of an x2many, or the ids or records that it shows.
    fn commands(&mut self, at: &str, value: &Value, model: &str) {
        for (place, item) in value.as_array().into_iter().flatten().enumerate() {
            let at = format!("{at}/{place}");
            match item {
                Value::Array(command) => {
                    if let Some(id) = command.get(1).filter(|id| id.is_number()) {
                        self.ids(&format!("{at}/1"), id, model);
                    }
                    if let Some(rest) = command.get(2) {
                        self.ids(&format!("{at}/2"), rest, model);
                    }
                }
                item => self.ids(&at, item, model),
            }
        }
    }

    /// Properties, as they are read (with what they are) and as they are written (names and
    /// values).
    fn properties(&mut self, at: &str, value: &Value) {
        match value {
            Value::Array(items) => {
                for (place, item) in items.iter().enumerate() {
                    let (Some(value), Some(model)) = (item.get("value"), item["comodel"].as_str())
                    else {
                        continue;
                    };
                    let at = format!("{at}/{place}/value");
                    match (item["type"].as_str(), value) {
                        (Some("many2one"), Value::Array(pair)) => {
                            self.ids(&format!("{at}/0"), &pair[0], model);
                        }
                        (_, Value::Array(pairs)) => {
                            for (place, pair) in pairs.iter().enumerate() {
                                let id = pair.get(0).map(|id| (format!("{at}/{place}/0"), id));
                                let (at, id) =
                                    id.unwrap_or_else(|| (format!("{at}/{place}"), pair));
                                self.ids(&at, id, model);
                            }
                        }
                        (_, value) => self.ids(&at, value, model),
                    }
                }
            }
            Value::Object(values) => {
                for (name, value) in values {
                    let at = format!("{at}/{name}");
                    match value {
                        Value::Number(number) if number.is_i64() => self.ids(&at, value, ANY),
                        Value::Array(items) if items.iter().all(Value::is_i64) => {
                            self.ids(&at, value, ANY)
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    /// A domain: conditions on fields that lead to records.
    pub(crate) fn domain(&mut self, at: &str, value: &Value, model: &str) {
        let terms = value.as_array().map_or(&[][..], Vec::as_slice);
        let owner = terms
            .iter()
            .find(|term| term[0] == "res_model" && term[1] == "=");
        let owner = owner.and_then(|term| term[2].as_str());
        for (place, term) in terms.iter().enumerate() {
            let at = format!("{at}/{place}/2");
            let (Some(name), Some(operator), Some(value)) =
                (term[0].as_str(), term[1].as_str(), term.get(2))
            else {
                continue;
            };
            let of_texts = operator.contains("like");
            let relation = match name {
                "res_id" => owner.map(str::to_owned),
                name => self.fields.relation(model, name),
            };
            match relation {
                Some(relation) if operator.ends_with("any") => self.domain(&at, value, &relation),
                Some(relation) if !of_texts => self.ids(&at, value, &relation),
                _ => {}
            }
        }
    }
}

/// Takes JSON as Python writes and reads it (`NaN`, `Infinity`, half an emoji) for JSON of others,
/// with marks in their places.
pub(crate) mod python {
    /// What Python writes, and what stands for it in between.
    const MARKS: [(&str, &str); 7] = [
        (": -Infinity", ": \"<-Infinity>\""),
        (": Infinity", ": \"<Infinity>\""),
        (": NaN", ": \"<NaN>\""),
        (":-Infinity", ":\"<-Infinity>\""),
        (":Infinity", ":\"<Infinity>\""),
        (":NaN", ":\"<NaN>\""),
        ("\\ud83d\"", "<half an emoji>\""),
    ];

    /// Reads such a text.
    pub(crate) fn read(text: &str) -> Option<serde_json::Value> {
        let mut text = text.to_owned();
        for (python, mark) in MARKS {
            text = text.replace(python, mark);
        }
        serde_json::from_str(&text).ok()
    }

    /// Writes what was read.
    pub(crate) fn write(value: &serde_json::Value) -> String {
        let mut text = value.to_string();
        for (python, mark) in MARKS {
            text = text.replace(
                mark.trim_start_matches([':', ' ']),
                python.trim_start_matches([':', ' ']),
            );
        }
        text
    }
}
