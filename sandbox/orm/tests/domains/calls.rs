//! Every method of every model, called with arguments that almost make sense: nothing panics.

use odoo_sandbox_orm::{Database, Flavour, Signature};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value, json};

/// What an argument is made of: numbers that pick among the model's fields, operators and values.
#[derive(Clone, Debug)]
struct Dice(Vec<Index>);

struct Maker<'d> {
    fields: Vec<String>,
    dice: &'d [Index],
    at: usize,
}

impl Maker<'_> {
    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        let index = &self.dice[self.at % self.dice.len()];
        self.at += 1;
        index.get(from).clone()
    }

    fn field(&mut self) -> String {
        let fields = self.fields.clone();
        let first = self.pick(&fields);
        match self.pick(&[0, 0, 0, 1, 2]) {
            0 => first,
            1 => format!("{first}.{}", self.pick(&fields)),
            _ => self
                .pick(&[
                    "id",
                    "nope",
                    "",
                    "create_date:month",
                    "id:count",
                    "name:max",
                    "__count",
                ])
                .to_owned(),
        }
    }

    fn scalar(&mut self) -> Value {
        self.pick(&[
            json!(1),
            json!(-1),
            json!(0),
            json!(2_147_483_648_i64),
            json!(1.5),
            json!(1e300),
            json!("a"),
            json!(""),
            json!("2026-01-31"),
            json!("2026-13-99 99:99:99"),
            json!("aGk="),
            json!("é%_\\"),
            json!(true),
            json!(false),
            json!(null),
            json!([]),
            json!([1, 2]),
            json!([[6, 0, [1]]]),
            json!([[0, 0, {"name": "x"}], [5]]),
            json!([[1, 1, {}], [2, 99, 0], [7]]),
            json!({}),
            json!({"a": [1]}),
        ])
    }

    fn domain(&mut self) -> Value {
        let mut terms = Vec::new();
        for _ in 0..self.pick(&[0, 1, 2, 3]) {
            let operator = self.pick(&[
                "=",
                "!=",
                "<",
                ">=",
                "in",
                "not in",
                "like",
                "ilike",
                "=ilike",
                "=?",
                "child_of",
                "parent_of",
                "any",
                "not any",
                "bogus",
            ]);
            match self.pick(&["leaf", "leaf", "leaf", "&", "|", "!", "odd"]) {
                "leaf" => terms.push(json!([self.field(), operator, self.scalar()])),
                "odd" => terms.push(self.scalar()),
                sign => terms.push(json!(sign)),
            }
        }
        Value::Array(terms)
    }

    fn vals(&mut self) -> Value {
        let mut vals = Map::new();
        for _ in 0..self.pick(&[0, 1, 2, 4]) {
            let field = self.field();
            vals.insert(field, self.scalar());
        }
        Value::Object(vals)
    }

    fn specification(&mut self) -> Value {
        let mut members = Map::new();
        for _ in 0..self.pick(&[0, 1, 2]) {
            let field = self.field();
            let below = self.field();
            let of_field = self.pick(&[
                json!({}),
                json!({"fields": {"display_name": {}}}),
                json!({"fields": {below: {}}, "limit": 1, "order": "id desc"}),
                json!(1),
            ]);
            members.insert(field, of_field);
        }
        Value::Object(members)
    }

    fn argument(&mut self, name: &str) -> Value {
        if self.pick(&[false, false, false, false, false, false, false, true]) {
            return self.scalar();
        }
        match name {
            "domain" | "args" | "having" => self.domain(),
            "vals" | "values" | "default" | "translations" => self.vals(),
            "vals_list" => {
                self.pick(&[0, 1])
                    .to_string()
                    .parse::<i64>()
                    .map_or(Value::Null, |many| {
                        if many == 0 {
                            self.vals()
                        } else {
                            json!([self.vals(), self.vals()])
                        }
                    })
            }
            "specification" | "fields_spec" => self.specification(),
            "fields" | "fields_list" | "allfields" | "groupby" | "aggregates" | "field_names"
            | "fields_to_export" | "langs" => {
                json!([self.field(), self.field()])
            }
            "order" | "orderby" => {
                let field = self.field();
                json!(format!(
                    "{field} {}",
                    self.pick(&["", "desc", "asc nulls last", "sideways"])
                ))
            }
            "offset" | "limit" | "count_limit" => self.pick(&[
                json!(0),
                json!(1),
                json!(80),
                json!(i64::MAX),
                json!(-1),
                json!("1"),
            ]),
            "field_name" | "group_by" | "parent_field" => json!(self.field()),
            "operation" => self.pick(&[json!("read"), json!("unlink"), json!("fly")]),
            "grouping_sets" => json!([[self.field()], []]),
            "data" => json!([["a", "b"], ["", 1]]),
            "progress_bar" => json!({"field": self.field(), "colors": {"a": "success"}}),
            "views" => json!([[false, "form"], [1, "list"], [2]]),
            _ => self.scalar(),
        }
    }
}

fn call(database: &mut Database, uid: i64, dice: &Dice) {
    let mut maker = Maker {
        fields: vec!["id".to_owned()],
        dice: &dice.0,
        at: 0,
    };
    let models: Vec<String> = database.models().into_iter().map(str::to_owned).collect();
    let model = maker.pick(&models);
    let described = database
        .execute_kw(1, &model, "fields_get", vec![], Map::new())
        .unwrap()
        .unwrap();
    maker.fields = described.as_object().unwrap().keys().cloned().collect();
    let signatures: Vec<Signature> = database
        .signatures(&model)
        .unwrap()
        .into_iter()
        .cloned()
        .collect();
    let signature = maker.pick(&signatures);
    let ids = maker.pick(&[
        json!([1]),
        json!([1, 2, 3]),
        json!([]),
        json!([999_999]),
        json!(2),
        json!(["x"]),
        json!([1, 1]),
    ]);
    let args = if signature.api_model {
        vec![]
    } else {
        vec![ids]
    };
    let mut kwargs = Map::new();
    for parameter in &signature.parameters {
        if parameter.default.is_none() || maker.pick(&[true, true, false]) {
            let value = maker.argument(&parameter.name);
            kwargs.insert(parameter.name.clone(), value);
        }
    }
    let context = maker.pick(&[
        json!({}),
        json!({"lang": "en_US", "active_test": false}),
        json!({"allowed_company_ids": [1]}),
        json!({"default_name": "d", "default_active": false, "bin_size": true}),
    ]);
    kwargs.insert("context".to_owned(), context);
    let _ = database.execute_kw(uid, &model, &signature.method, args, kwargs);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::cases(250)))]

    #[test]
    fn no_call_panics(
        calls in prop::collection::vec((prop::collection::vec(any::<Index>(), 24), prop::sample::select(vec![1i64, 2, 5, 6, 7])), 1..12),
        flavour in prop::sample::select(Flavour::ALL.to_vec()),
    ) {
        let mut database = Database::demo("calls", flavour);
        for (dice, uid) in calls {
            call(&mut database, uid, &Dice(dice));
        }
        let alive = database.execute_kw(2, "res.users", "context_get", vec![], Map::new());
        prop_assert!(alive.is_ok());
    }
}
