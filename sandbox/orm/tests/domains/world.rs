//! A small model with a field of every kind, and records of it.

use odoo_sandbox_orm::{Database, Flavour};
use proptest::prelude::*;
use serde_json::{Value, json};

/// One record of `x.thing`.
#[derive(Clone, Debug)]
pub(crate) struct Thing {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) note: Option<String>,
    pub(crate) kind: Option<&'static str>,
    pub(crate) count: Option<i64>,
    pub(crate) size: Option<f64>,
    pub(crate) flag: Option<bool>,
    pub(crate) day: Option<&'static str>,
    pub(crate) moment: Option<&'static str>,
    pub(crate) parent: Option<i64>,
    pub(crate) tags: Vec<i64>,
}

/// All of them; tags are 1 to 3, named `a`, `b`, `ab`.
#[derive(Clone, Debug, Default)]
pub(crate) struct World {
    pub(crate) things: Vec<Thing>,
}

pub(crate) const TAGS: [&str; 3] = ["a", "b", "ab"];

fn thing() -> impl Strategy<Value = Thing> {
    let texts = prop::sample::select(vec!["", "a", "b", "ab", "Ab", "ba%", "b_a", "abc", "é"]);
    let kind = prop::option::of(prop::sample::select(vec!["a", "b"]));
    let days = prop::option::of(prop::sample::select(vec![
        "2026-01-01",
        "2026-01-02",
        "2026-01-03",
    ]));
    let moments = prop::option::of(prop::sample::select(vec![
        "2026-01-01 00:00:00",
        "2026-01-02 12:00:00",
        "2026-01-02 23:59:59",
        "2026-01-03 00:00:00",
    ]));
    (
        (
            texts.clone(),
            prop::option::of(texts),
            kind,
            prop::option::of(-1i64..4),
        ),
        (
            prop::option::of(prop::sample::select(vec![0.0, 1.0, 2.5])),
            prop::option::of(proptest::bool::ANY),
            days,
            moments,
        ),
        (
            prop::option::of(1i64..8),
            prop::collection::btree_set(1i64..4, 0..3),
        ),
    )
        .prop_map(
            |((name, note, kind, count), (size, flag, day, moment), (parent, tags))| Thing {
                id: 0,
                name: name.to_owned(),
                note: note.map(str::to_owned),
                kind,
                count,
                size,
                flag,
                day,
                moment,
                parent,
                tags: tags.into_iter().collect(),
            },
        )
}

/// Up to seven things, each with a parent, if any, that came before it.
pub(crate) fn worlds() -> impl Strategy<Value = World> {
    prop::collection::vec(thing(), 0..8).prop_map(|mut things| {
        for (at, thing) in things.iter_mut().enumerate() {
            thing.id = at as i64 + 1;
            thing.parent = thing.parent.filter(|parent| *parent < thing.id);
        }
        World { things }
    })
}

const MODELS: &str = r#"
module = "x"

[models."x.tag"]
description = "Tag"
fields = { name = { type = "char" } }

[models."x.thing"]
description = "Thing"
order = "id"

[models."x.thing".fields]
name = { type = "char", index = true }
note = { type = "text" }
kind = { type = "selection", selection = [["a", "A"], ["b", "B"]] }
count = { type = "integer" }
size = { type = "float" }
flag = { type = "boolean" }
day = { type = "date" }
moment = { type = "datetime" }
parent_id = { type = "many2one", relation = "x.thing" }
child_ids = { type = "one2many", relation = "x.thing", inverse = "parent_id" }
tag_ids = { type = "many2many", relation = "x.tag" }
props_definition = { type = "properties_definition" }
props = { type = "properties", definition = "parent_id.props_definition" }

[[records]]
model = "x.tag"
fields = ["id", "name"]
rows = [[1, "a"], [2, "b"], [3, "ab"]]
"#;

impl World {
    /// Makes a database that holds the things.
    pub(crate) fn database(&self, flavour: Flavour) -> Database {
        thread_local! {
            static EMPTY: std::cell::RefCell<Vec<(Flavour, Database)>> = const { std::cell::RefCell::new(Vec::new()) };
        }
        let mut database =
            EMPTY.with_borrow_mut(|known| match known.iter().find(|(of, _)| *of == flavour) {
                Some((_, database)) => database.clone(),
                None => {
                    let mut database = Database::fresh("world", flavour);
                    database.load(MODELS).unwrap();
                    known.push((flavour, database.clone()));
                    database
                }
            });
        let values: Vec<Value> = self.things.iter().map(Thing::values).collect();
        database
            .load(&json!({"module": "x", "records": {"x.thing": values}}).to_string())
            .unwrap();
        database
    }

    /// Finds a thing.
    pub(crate) fn thing(&self, id: i64) -> Option<&Thing> {
        self.things.iter().find(|thing| thing.id == id)
    }

    /// The things whose parent is `id`.
    pub(crate) fn children(&self, id: i64) -> Vec<&Thing> {
        self.things
            .iter()
            .filter(|thing| thing.parent == Some(id))
            .collect()
    }
}

impl Thing {
    /// What it is created from: numbers only where there are some, so that missing ones are missing
    /// in the store.
    fn values(&self) -> Value {
        let mut values = json!({"id": self.id, "name": self.name, "tag_ids": self.tags});
        let members = values.as_object_mut().unwrap();
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                members.insert(name.to_owned(), value);
            }
        };
        put("note", self.note.clone().map(Value::from));
        put("kind", self.kind.map(Value::from));
        put("count", self.count.map(Value::from));
        put("size", self.size.map(Value::from));
        put("flag", self.flag.map(Value::from));
        put("day", self.day.map(Value::from));
        put("moment", self.moment.map(Value::from));
        put("parent_id", self.parent.map(Value::from));
        values
    }
}
