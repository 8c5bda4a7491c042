//! Who calls, in what context, on which data: what every method works with.

use std::cell::OnceCell;
use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::schema::{Field, Model, Registry, Source};
use crate::store::{Cell, CellRef, Data, Table};
use crate::{Fault, Flavour};

/// The user who is never refused anything (`base.user_root`).
pub(crate) const SUPERUSER: i64 = 1;

/// A call's context, with the members the ORM itself looks at read out of it.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    pub(crate) values: Map<String, Value>,
    pub(crate) active_test: bool,
    pub(crate) bin_size: bool,
    /// Some member is a default (`default_…`).
    pub(crate) has_defaults: bool,
    pub(crate) lang: Option<String>,
    pub(crate) allowed_company_ids: Option<Vec<i64>>,
}

impl Context {
    pub(crate) fn new(values: Map<String, Value>) -> Self {
        let truthy = |name: &str, default| values.get(name).map_or(default, crate::python::truthy);
        Self {
            active_test: truthy("active_test", true),
            bin_size: truthy("bin_size", false),
            has_defaults: values.keys().any(|name| is_default(name)),
            lang: values
                .get("lang")
                .and_then(Value::as_str)
                .map(str::to_owned),
            allowed_company_ids: values
                .get("allowed_company_ids")
                .filter(|ids| crate::python::truthy(ids))
                .map(|ids| match ids {
                    // What is no id is no company of anybody's.
                    Value::Array(ids) => ids.iter().map(|id| id.as_i64().unwrap_or(-1)).collect(),
                    _ => vec![-1],
                }),
            values,
        }
    }

    /// The language to read translated fields in; `None`: as they are stored.
    pub(crate) fn translation(&self) -> Option<&str> {
        self.lang.as_deref().filter(|lang| *lang != "en_US")
    }
}

fn is_default(name: &str) -> bool {
    name.starts_with("default_")
}

/// The environment of one call.
pub(crate) struct Env<'a> {
    pub(crate) registry: &'a Registry,
    pub(crate) data: &'a mut Data,
    pub(crate) flavour: Flavour,
    pub(crate) uid: i64,
    /// Access rights and rules do not apply.
    pub(crate) su: bool,
    pub(crate) context: Context,
    pub(crate) now: i64,
    /// A record is being made for another that is made of it.
    pub(crate) inheriting: bool,
    groups: OnceCell<HashSet<i64>>,
}

impl<'a> Env<'a> {
    pub(crate) fn new(
        registry: &'a Registry,
        data: &'a mut Data,
        flavour: Flavour,
        uid: i64,
        context: Map<String, Value>,
        now: i64,
    ) -> Self {
        Self {
            registry,
            data,
            flavour,
            uid,
            su: uid == SUPERUSER,
            context: Context::new(context),
            now,
            inheriting: false,
            groups: OnceCell::new(),
        }
    }

    /// Does something that the user need not be allowed to do.
    pub(crate) fn sudo<T>(&mut self, act: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.su, true);
        let result = act(self);
        self.su = before;
        result
    }

    /// Does something that the context's defaults (`default_…`) were not meant for.
    pub(crate) fn without_defaults<T>(&mut self, act: impl FnOnce(&mut Self) -> T) -> T {
        if !self.context.has_defaults {
            return act(self);
        }
        let before = self.context.clone();
        self.context.values.retain(|name, _| !is_default(name));
        self.context.has_defaults = false;
        let result = act(self);
        self.context = before;
        result
    }

    /// Does something with archived records in sight, or out of it.
    pub(crate) fn with_active_test<T>(
        &mut self,
        active_test: bool,
        act: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = std::mem::replace(&mut self.context.active_test, active_test);
        let result = act(self);
        self.context.active_test = before;
        result
    }

    /// Finds a model.
    pub(crate) fn model(&self, name: &str) -> Result<&'a Model, Fault> {
        self.registry
            .model(name)
            .ok_or_else(|| Fault::unknown_model(name))
    }

    #[inline]
    pub(crate) fn table(&self, model: &Model) -> &Table {
        self.data.table(model.index)
    }

    /// Tells whether a record exists.
    #[inline]
    pub(crate) fn exists(&self, model: &Model, id: i64) -> bool {
        self.table(model).row(id).is_some()
    }

    /// Reads a column of a record.
    #[inline]
    pub(crate) fn stored<'s>(&'s self, model: &Model, field: &str, id: i64) -> CellRef<'s> {
        match model.field(field).and_then(Field::slot) {
            Some(slot) => self.table(model).cell(id, slot),
            None => CellRef::Null,
        }
    }

    /// Reads any single value of a record: stored, related or computed. Lists of ids come as JSON.
    pub(crate) fn cell(&self, model: &Model, field: &Field, id: i64) -> Cell {
        match &field.source {
            Source::Id => Cell::Int(id),
            Source::Slot(slot) => {
                let cell = self.table(model).cell(id, *slot);
                if field.translate
                    && let Some(lang) = self.context.translation()
                    && let Some(text) = self.table(model).translation(id, *slot, lang)
                {
                    return Cell::text(text);
                }
                cell.to_cell()
            }
            Source::Compute(compute) => compute.run(self, model, id),
            Source::Related(path) => self.related(model, path, id),
            Source::One2many { .. } | Source::Many2many { .. } => {
                Cell::Json(Box::new(self.linked(model, field, id).into()))
            }
        }
    }

    /// Finds the record a related field reads from: its model, id, and the field there.
    pub(crate) fn related_record(
        &self,
        model: &Model,
        path: &[String],
        id: i64,
    ) -> Option<(&'a Model, i64, &'a Field)> {
        let mut model = self.registry.at(model.index);
        let mut id = id;
        let (last, way) = path.split_last()?;
        for name in way {
            let field = model.field(name)?;
            id = match self.cell(model, field, id) {
                Cell::Int(next) => next,
                _ => return None,
            };
            model = self.registry.at(field.comodel()?);
        }
        Some((model, id, model.field(last)?))
    }

    fn related(&self, model: &Model, path: &[String], id: i64) -> Cell {
        self.related_record(model, path, id)
            .map_or(Cell::Null, |(model, id, field)| self.cell(model, field, id))
    }

    /// Lists the ids an x2many field holds, archived ones included, ascending.
    pub(crate) fn linked(&self, model: &Model, field: &Field, id: i64) -> Vec<i64> {
        match &field.source {
            Source::One2many { slot, model_slot } => {
                let Some(other) = field.comodel() else {
                    return Vec::new();
                };
                let table = self.data.table(other);
                let ids = table
                    .with_value(*slot, CellRef::Int(id))
                    .unwrap_or_default();
                match model_slot {
                    None => ids.to_vec(),
                    Some(slot) => ids
                        .iter()
                        .copied()
                        .filter(|id| table.cell(*id, *slot).str() == Some(&model.name))
                        .collect(),
                }
            }
            Source::Many2many { relation, reversed } => {
                self.data.relation(*relation).get(id, *reversed).to_vec()
            }
            Source::Related(path) => self
                .related_record(model, path, id)
                .map_or_else(Vec::new, |(model, id, field)| self.linked(model, field, id)),
            Source::Compute(compute) => ids_of(&compute.run(self, model, id)),
            _ => Vec::new(),
        }
    }

    /// Finds a record by external id: its model and id.
    pub(crate) fn xml_id(&self, xml_id: &str) -> Option<(&str, i64)> {
        let (module, name) = xml_id.split_once('.')?;
        let data = self.registry.model("ir.model.data")?;
        let slot = |field: &str| data.field(field)?.slot();
        let table = self.table(data);
        let (module_slot, model_slot, res_slot) =
            (slot("module")?, slot("model")?, slot("res_id")?);
        let id = *table
            .with_value(slot("name")?, CellRef::Text(name))?
            .iter()
            .find(|id| table.cell(**id, module_slot).str() == Some(module))?;
        Some((
            table.cell(id, model_slot).str()?,
            table.cell(id, res_slot).int()?,
        ))
    }

    /// Finds the id behind an external id.
    pub(crate) fn xml_id_of(&self, xml_id: &str) -> Option<i64> {
        self.xml_id(xml_id).map(|(_, id)| id)
    }

    /// Tells whether the user belongs to a group, directly or by implication.
    pub(crate) fn has_group(&self, xml_id: &str) -> bool {
        self.xml_id_of(xml_id)
            .is_some_and(|id| self.groups().contains(&id))
    }

    /// The ids of the user's groups.
    pub(crate) fn groups(&self) -> &HashSet<i64> {
        self.groups.get_or_init(|| self.groups_of(self.uid))
    }

    /// The ids of a user's groups, implied ones included.
    pub(crate) fn groups_of(&self, uid: i64) -> HashSet<i64> {
        let mut found = HashSet::new();
        let (Some(users), Some(groups)) = (
            self.registry.model("res.users"),
            self.registry.model("res.groups"),
        ) else {
            return found;
        };
        let (Some(direct), Some(implied)) = (
            users.field(self.flavour.user_groups_field()),
            groups.field("implied_ids"),
        ) else {
            return found;
        };
        let mut waiting = self.linked(users, direct, uid);
        while let Some(group) = waiting.pop() {
            if found.insert(group) {
                waiting.extend(self.linked(groups, implied, group));
            }
        }
        found
    }

    /// The companies the call works in: those the context allows, else the user's own.
    ///
    /// # Errors
    /// The context names a company that is not the user's.
    pub(crate) fn company_ids(&self) -> Result<Vec<i64>, Fault> {
        let Some(users) = self.registry.model("res.users") else {
            return Ok(Vec::new());
        };
        let own = users
            .field("company_ids")
            .map(|field| self.linked(users, field, self.uid))
            .unwrap_or_default();
        match &self.context.allowed_company_ids {
            Some(allowed) if self.su || allowed.iter().all(|id| own.contains(id)) => {
                Ok(allowed.clone())
            }
            Some(_) => Err(Fault::access(
                "Access to unauthorized or invalid companies.",
            )),
            None => Ok(self
                .stored(users, "company_id", self.uid)
                .int()
                .into_iter()
                .collect()),
        }
    }
}

/// Reads a list of ids that a cell holds as JSON.
pub(crate) fn ids_of(cell: &Cell) -> Vec<i64> {
    match cell {
        Cell::Json(list) => list
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_i64)
            .collect(),
        Cell::Int(id) => vec![*id],
        _ => Vec::new(),
    }
}
