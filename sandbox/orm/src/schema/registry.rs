//! Every model of a database, resolved from the module files read so far.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::build::Builder;
use super::file::ModuleFile;
use super::merge::merge_model;
use super::model::Model;
use crate::LoadError;
use crate::store::{Data, Storage, Table};

/// The models of a database.
#[derive(Clone, Debug, Default)]
pub(crate) struct Registry {
    pub(super) models: Vec<Model>,
    pub(super) by_name: HashMap<String, usize>,
    /// The declarations, merged, to build on when another file comes.
    pub(super) declarations: Map<String, Value>,
    /// By model: each column's field, layout, and whether it is indexed. Columns never move.
    pub(super) columns: Vec<Vec<(String, Storage, bool)>>,
    pub(super) relations: Vec<String>,
}

impl Registry {
    /// Finds a model by name.
    #[inline]
    pub(crate) fn model(&self, name: &str) -> Option<&Model> {
        self.by_name.get(name).map(|place| &self.models[*place])
    }

    #[inline]
    pub(crate) fn at(&self, index: usize) -> &Model {
        &self.models[index]
    }

    pub(crate) fn models(&self) -> &[Model] {
        &self.models
    }

    /// Adds the models of module files to those known.
    pub(crate) fn extended(&self, modules: &[ModuleFile]) -> Result<Self, LoadError> {
        let mut declarations = self.declarations.clone();
        for module in modules {
            for (name, declared) in &module.models {
                merge_model(&mut declarations, &module.module, name, declared)?;
            }
        }
        Builder::new(self, &declarations)?.build(declarations)
    }

    /// Makes room in the store for every model, column, index and relation.
    pub(crate) fn prepare(&self, data: &mut Data) {
        data.grow_relations(self.relations.len());
        for (index, columns) in self.columns.iter().enumerate() {
            if index >= data.tables() {
                data.add_table(Table::default());
            }
            let table = data.table_mut(index);
            for (slot, (_, storage, indexed)) in columns.iter().enumerate() {
                table.ensure_column(slot, *storage, *indexed);
            }
        }
    }
}
