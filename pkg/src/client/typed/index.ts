// What a program knows of its database by its types.

export type { CheckDomain, DomainOf, Operator } from './domain.ts';
export type { AggregateName, GroupName, GroupRowOf } from './groups.ts';
export type {
  MethodAnswer,
  MethodArguments,
  MethodKeywords,
  MethodName,
} from './methods.ts';
export type { At, FieldName, ModelName } from './models.ts';
export type {
  FetchOptions,
  Ids,
  TypedFetchOptions,
  TypedGroupOptions,
  TypedReadOptions,
  TypedSearchOptions,
} from './options.ts';
export type { CheckOrder } from './order.ts';
export type { Command, Forms, RecordName, Row, Stored, Values } from './records.ts';
export type { CheckSelect, Level, Selected } from './select.ts';
export type {
  FormsOf,
  NewIds,
  OneOrMore,
  SchemaOf,
  SomeAggregate,
  SomeCreation,
  SomeDomain,
  SomeFetch,
  SomeField,
  SomeFields,
  SomeGroup,
  SomeGrouping,
  SomeGroupRow,
  SomeMethod,
  SomeModel,
  SomeNested,
  SomeRead,
  SomeRow,
  SomeSearch,
  SomeValues,
  Told,
  ToldBySchema,
} from './some.ts';
