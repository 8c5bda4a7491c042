//! Makes models of declarations: fields get their columns, relations and other sides.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::field::{Field, FieldFile, FieldType, OnDelete, Source};
use super::file::{self, ModelFile};
use super::model::{Constraint, ConstraintFile, ConstraintKind, Model, Rule};
use super::registry::Registry;
use super::usual::{automatic_fields, title};
use super::{related, triggers};
use crate::LoadError;
use crate::compute::Compute;
use crate::store::Storage;

/// Builds a registry on what another one has: columns and relations keep their places.
pub(super) struct Builder {
    files: Vec<(String, ModelFile)>,
    by_name: HashMap<String, usize>,
    columns: Vec<Vec<(String, Storage, bool)>>,
    relations: Vec<String>,
}

impl Builder {
    pub(super) fn new(
        known: &Registry,
        declarations: &Map<String, Value>,
    ) -> Result<Self, LoadError> {
        let mut files = Vec::with_capacity(declarations.len());
        for (name, declared) in declarations {
            files.push((
                name.clone(),
                file::declaration(&format!("model {name}"), declared.clone())?,
            ));
        }
        let by_name = files
            .iter()
            .enumerate()
            .map(|(at, (name, _))| (name.clone(), at))
            .collect();
        let mut columns = known.columns.clone();
        columns.resize(files.len(), Vec::new());
        Ok(Self {
            files,
            by_name,
            columns,
            relations: known.relations.clone(),
        })
    }

    pub(super) fn build(mut self, declarations: Map<String, Value>) -> Result<Registry, LoadError> {
        let mut models = Vec::with_capacity(self.files.len());
        for index in 0..self.files.len() {
            models.push(self.model(index)?);
        }
        self.index_unique(&models);
        self.inherit(&mut models)?;
        self.connect_one2many(&mut models)?;
        related::check(&models)?;
        triggers::connect(&mut models)?;
        Ok(Registry {
            models,
            by_name: self.by_name,
            declarations,
            columns: self.columns,
            relations: self.relations,
        })
    }

    fn model(&mut self, index: usize) -> Result<Model, LoadError> {
        let (name, file) = self.files[index].clone();
        let mut declared: Vec<(String, Value, Vec<String>)> = automatic_fields()
            .into_iter()
            .map(|(field, value)| (field.to_owned(), value, file.modules.clone()))
            .collect();
        for mixin in &file.mixins {
            let Some((_, mixin)) = self.by_name.get(mixin).map(|at| &self.files[*at]) else {
                return Err(LoadError::new(format!(
                    "model {name}: unknown mixin {mixin}"
                )));
            };
            declared.extend(
                mixin
                    .fields
                    .iter()
                    .map(|(field, value)| (field.clone(), value.clone(), Vec::new())),
            );
        }
        for (field, value) in &file.fields {
            match declared.iter_mut().find(|(known, ..)| known == field) {
                Some((_, known, _)) => {
                    if let (Some(known), Some(value)) = (known.as_object_mut(), value.as_object()) {
                        known.extend(value.clone());
                    }
                }
                None => declared.push((field.clone(), value.clone(), Vec::new())),
            }
        }
        let mut fields = Vec::with_capacity(declared.len());
        for (field, value, modules) in declared {
            let mut declaration = file::field(&name, &field, value)?;
            declaration.modules.extend(modules);
            fields.push(self.field(index, &name, field, declaration)?);
        }
        let by_name = fields
            .iter()
            .enumerate()
            .map(|(at, field)| (field.name.clone(), at))
            .collect::<HashMap<_, _>>();
        let rec_name = file.rec_name.or_else(|| {
            ["name", "x_name"]
                .into_iter()
                .find(|name| by_name.contains_key(*name))
                .map(str::to_owned)
        });
        Ok(Model {
            index,
            description: file.description,
            info: file.info,
            order: file.order.unwrap_or_else(|| "id".to_owned()),
            rec_name,
            name_search: file.name_search,
            parent_name: file.parent_name.unwrap_or_else(|| "parent_id".to_owned()),
            inherits: file
                .inherits
                .iter()
                .filter_map(|(model, field)| Some((model.clone(), field.as_str()?.to_owned())))
                .collect(),
            mixins: file.mixins,
            transient: file.transient,
            modules: file.modules,
            fields,
            by_name,
            constraints: file
                .constraints
                .into_iter()
                .map(constraint)
                .collect::<Result<_, _>>()
                .map_err(|why: String| LoadError::new(format!("model {name}: {why}")))?,
            access: match file.access {
                None => vec![(Some("base.group_user".to_owned()), "rwcd".to_owned())],
                Some(access) => access
                    .into_iter()
                    .map(|(group, letters)| {
                        (
                            (group != "*").then_some(group),
                            letters.as_str().unwrap_or_default().to_owned(),
                        )
                    })
                    .collect(),
            },
            rules: file
                .rules
                .into_iter()
                .map(|rule| Rule {
                    groups: rule.groups,
                    domain: rule.domain,
                    operations: rule.operations,
                })
                .collect(),
            triggers: Vec::new(),
            name,
        })
    }

    fn field(
        &mut self,
        model: usize,
        model_name: &str,
        name: String,
        file: FieldFile,
    ) -> Result<Field, LoadError> {
        let wrong = |why: &str| LoadError::new(format!("field {model_name}.{name}: {why}"));
        let compute = match &file.compute {
            Some(compute) => Some(Compute::find(compute).ok_or_else(|| wrong("unknown compute"))?),
            None => None,
        };
        let relation = match &file.relation {
            Some(relation) => {
                let place = self
                    .by_name
                    .get(relation)
                    .ok_or_else(|| wrong(&format!("unknown model {relation}")))?;
                Some((relation.clone(), *place))
            }
            None if file.kind.is_relational() => return Err(wrong("a relation is needed")),
            None => None,
        };
        let computed = compute.is_some() && file.depends.is_empty();
        let link = (file.kind == FieldType::Many2many)
            .then(|| link(model_name, &relation, &file))
            .flatten();
        let source = if name == "id" {
            Source::Id
        } else if let Some(path) = &file.related {
            Source::Related(path.split('.').map(str::to_owned).collect())
        } else if let Some(compute) = compute.filter(|_| computed) {
            Source::Compute(compute)
        } else {
            match file.kind {
                // The other side's column is looked up once every model is there.
                FieldType::One2many => Source::One2many {
                    slot: usize::MAX,
                    model_slot: None,
                },
                FieldType::Many2many => {
                    let table = link.as_ref().map_or("", |(table, _)| table.as_str());
                    Source::Many2many {
                        relation: self.relation(table),
                        reversed: file.reversed,
                    }
                }
                kind => Source::Slot(self.slot(model, &name, kind.storage(), file.index)),
            }
        };
        let stored = file.store.unwrap_or(!computed && file.related.is_none());
        let derived = file.compute.is_some() || file.related.is_some();
        Ok(Field {
            string: file.string.unwrap_or_else(|| title(&name)),
            help: file.help,
            required: file.required,
            readonly: file.readonly.unwrap_or(derived),
            store: stored,
            copy: file
                .copy
                .unwrap_or(file.kind != FieldType::One2many && !derived),
            translate: file.translate,
            sanitize: file.sanitize.unwrap_or(true),
            default: file.default,
            selection: file.selection,
            relation,
            inverse: file.inverse,
            link,
            ondelete: match file.ondelete.as_deref() {
                Some("cascade") => OnDelete::Cascade,
                Some("restrict") => OnDelete::Restrict,
                Some("set null") => OnDelete::SetNull,
                Some(_) => return Err(wrong("ondelete is cascade, restrict or set null")),
                None if file.required => OnDelete::Restrict,
                None => OnDelete::SetNull,
            },
            groups: file.groups,
            size: file.size,
            digits: file.digits,
            currency_field: file.currency_field,
            definition: match &file.definition {
                Some(path) => Some(
                    path.split_once('.')
                        .map(|(a, b)| (a.to_owned(), b.to_owned()))
                        .ok_or_else(|| wrong("definition is many2one.field"))?,
                ),
                None => None,
            },
            aggregator: file.aggregator.or_else(|| {
                let adds_up = file.kind.is_number() && name != "sequence";
                adds_up.then(|| "sum".to_owned())
            }),
            modules: file.modules,
            searchable: file.searchable,
            sortable: file.sortable,
            groupable: file.groupable,
            required_there: false,
            recompute: compute.filter(|_| matches!(source, Source::Slot(_))),
            depends: file.depends,
            kind: file.kind,
            source,
            name,
        })
    }

    fn slot(&mut self, model: usize, name: &str, storage: Storage, index: bool) -> usize {
        let columns = &mut self.columns[model];
        match columns.iter().position(|(known, ..)| known == name) {
            Some(slot) => {
                columns[slot].2 |= index;
                slot
            }
            None => {
                columns.push((name.to_owned(), storage, index));
                columns.len() - 1
            }
        }
    }

    fn relation(&mut self, table: &str) -> usize {
        self.relations
            .iter()
            .position(|known| known == table)
            .unwrap_or_else(|| {
                self.relations.push(table.to_owned());
                self.relations.len() - 1
            })
    }

    /// Indexes what uniqueness is looked up by.
    fn index_unique(&mut self, models: &[Model]) {
        for model in models {
            for constraint in &model.constraints {
                if let ConstraintKind::Unique(fields) = &constraint.kind
                    && let Some(slot) = fields.first().and_then(|name| model.field(name)?.slot())
                {
                    self.columns[model.index][slot].2 = true;
                }
            }
        }
    }

    /// Gives a model the fields of the models it inherits by delegation.
    fn inherit(&self, models: &mut [Model]) -> Result<(), LoadError> {
        for index in 0..models.len() {
            for (parent, through) in models[index].inherits.clone() {
                let Some(parent) = self.by_name.get(&parent) else {
                    return Err(LoadError::new(format!(
                        "model {}: unknown model {parent}",
                        models[index].name
                    )));
                };
                for mut field in models[*parent].fields.clone() {
                    if models[index].by_name.contains_key(&field.name) {
                        continue;
                    }
                    field.source = Source::Related(vec![through.clone(), field.name.clone()]);
                    field.required_there = field.required;
                    (field.store, field.copy, field.recompute, field.required) =
                        (false, false, None, false);
                    let place = models[index].fields.len();
                    models[index].by_name.insert(field.name.clone(), place);
                    models[index].fields.push(field);
                }
            }
        }
        Ok(())
    }

    /// Finds each one2many's other side, and indexes it.
    fn connect_one2many(&mut self, models: &mut [Model]) -> Result<(), LoadError> {
        for model in 0..models.len() {
            for place in 0..models[model].fields.len() {
                let field = &models[model].fields[place];
                if !matches!(field.source, Source::One2many { .. }) {
                    continue;
                }
                let wrong = |why: &str| {
                    LoadError::new(format!(
                        "field {}.{}: {why}",
                        models[model].name, field.name
                    ))
                };
                let other = field
                    .comodel()
                    .ok_or_else(|| wrong("a relation is needed"))?;
                let inverse = field
                    .inverse
                    .as_deref()
                    .ok_or_else(|| wrong("an inverse is needed"))?;
                let inverse = models[other]
                    .field(inverse)
                    .ok_or_else(|| wrong("unknown inverse"))?;
                let slot = inverse
                    .slot()
                    .ok_or_else(|| wrong("the inverse is not stored"))?;
                let model_slot = match inverse.kind {
                    FieldType::Many2oneReference => Some(
                        ["res_model", "model"]
                            .into_iter()
                            .find_map(|name| models[other].field(name)?.slot())
                            .ok_or_else(|| wrong("the inverse's model field is missing"))?,
                    ),
                    _ => None,
                };
                self.columns[other][slot].2 = true;
                models[model].fields[place].source = Source::One2many { slot, model_slot };
            }
        }
        Ok(())
    }
}

/// Names a many2many's table and its column for the other side, as Odoo does unless told otherwise.
fn link(
    model: &str,
    relation: &Option<(String, usize)>,
    file: &FieldFile,
) -> Option<(String, String)> {
    let other = relation.as_ref()?.0.replace('.', "_");
    let table = file.table.clone().unwrap_or_else(|| {
        let mut sides = [model.replace('.', "_"), other.clone()];
        sides.sort();
        format!("{}_{}_rel", sides[0], sides[1])
    });
    let column = file.column.clone().unwrap_or_else(|| format!("{other}_id"));
    Some((table, column))
}

fn constraint(file: ConstraintFile) -> Result<Constraint, String> {
    let kind = match (file.unique, file.check, file.validate, file.no_recursion) {
        (Some(fields), None, None, None) => ConstraintKind::Unique(fields),
        (None, Some(domain), None, None) => ConstraintKind::Check(domain),
        (None, None, Some(domain), None) => ConstraintKind::Validate(domain),
        (None, None, None, Some(field)) => ConstraintKind::NoRecursion(field),
        _ => {
            return Err("a constraint has one of unique, check, validate, no_recursion".to_owned());
        }
    };
    Ok(Constraint {
        kind,
        message: file.message,
    })
}
