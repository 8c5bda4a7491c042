// The models of an Odoo 19.0 database, written by `npx odoo-client-wasm types`. Do not edit: run it again.
import type * as f from 'odoo-client-wasm/schema';

/** The models of the database, by their technical names. */
export interface Odoo {
  'account.move': AccountMove;
  'hr.employee': HrEmployee;
  'ir.attachment': IrAttachment;
  'product.product': ProductProduct;
  'project.task': ProjectTask;
  /** Contact */
  'res.partner': ResPartner;
  /** Partner Tags */
  'res.partner.category': ResPartnerCategory;
  /** User */
  'res.users': ResUsers;
  'sale.order': SaleOrder;
  /** The methods the server describes. */
  '()': OdooMethods;
}

/** `account.move` */
export interface AccountMove {
  id: f.IdField;
  /**
   * Portal Access URL
   * Read-only.
   * Customer Portal URL
   */
  access_url: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Total
   * Read-only.
   */
  amount_total: f.MonetaryField<'readonly'>;
  /**
   * Total Signed
   * Read-only.
   */
  amount_total_signed: f.MonetaryField<'readonly'>;
  /**
   * Currency
   * Required.
   */
  currency_id: f.Many2oneField<'res.currency', 'required'>;
  /**
   * Date
   * Required.
   */
  date: f.DateField<'required'>;
  /** Invoice/Bill Date */
  invoice_date: f.DateField;
  /** Invoice lines */
  invoice_line_ids: f.One2manyField<'account.move.line'>;
  /** Salesperson */
  invoice_user_id: f.Many2oneField<'res.users'>;
  /**
   * Journal
   * Required.
   */
  journal_id: f.Many2oneField<'account.journal', 'required'>;
  /** Journal Items */
  line_ids: f.One2manyField<'account.move.line'>;
  /**
   * Type
   * Required. Read-only.
   */
  move_type: f.SelectionField<'entry' | 'in_invoice' | 'in_receipt' | 'in_refund' | 'out_invoice' | 'out_receipt' | 'out_refund', 'required' | 'readonly'>;
  /** Number */
  name: f.CharField;
  /** Terms and Conditions */
  narration: f.HtmlField;
  /**
   * Needed Terms
   * Read-only.
   */
  needed_terms: f.BinaryField<'readonly' | 'unsearchable'>;
  /** Partner */
  partner_id: f.Many2oneField<'res.partner'>;
  /**
   * Payment Status
   * Read-only.
   */
  payment_state: f.SelectionField<'blocked' | 'in_payment' | 'invoicing_legacy' | 'not_paid' | 'paid' | 'partial' | 'reversed', 'readonly'>;
  /** Reference */
  ref: f.CharField;
  /**
   * Sequence Number
   * Read-only.
   */
  sequence_number: f.IntegerField<'readonly'>;
  /**
   * Status
   * Required. Read-only.
   */
  state: f.SelectionField<'cancel' | 'draft' | 'posted', 'required' | 'readonly'>;
  /**
   * Invoice Totals
   * Edit Tax amounts if you encounter rounding issues.
   */
  tax_totals: f.BinaryField<'unsearchable'>;
}

/** `hr.employee` */
export interface HrEmployee {
  id: f.IdField;
  /**
   * Active
   * If the active field is set to False, it will allow you to hide the resource record without removing it.
   */
  active: f.BooleanField;
  /**
   * Attendance Status
   * Read-only.
   */
  attendance_state: f.SelectionField<'checked_in' | 'checked_out', 'readonly' | 'unsearchable' | 'unsortable'>;
  /** Birthday */
  birthday: f.DateField;
  /** Tags */
  category_ids: f.Many2manyField<'hr.employee.category'>;
  /** Nationality (Country) */
  country_id: f.Many2oneField<'res.country'>;
  /** Department */
  department_id: f.Many2oneField<'hr.department'>;
  /** Properties */
  employee_properties: f.PropertiesField;
  /** Hourly Cost */
  hourly_cost: f.MonetaryField;
  /** Image */
  image_1920: f.BinaryField;
  /**
   * Marital Status
   * Required.
   */
  marital: f.SelectionField<'cohabitant' | 'divorced' | 'married' | 'single' | 'widower', 'needed'>;
  /** Employee Name */
  name: f.CharField;
  /**
   * Newly Hired
   * Read-only.
   */
  newly_hired: f.BooleanField<'readonly' | 'unsortable'>;
  /** Manager */
  parent_id: f.Many2oneField<'hr.employee'>;
  /**
   * PIN
   * PIN used to Check In/Out in the Kiosk Mode of the Attendance application (if enabled in Configuration) and to change the cashier in the Point of Sale application.
   */
  pin: f.CharField;
  /** Private Email */
  private_email: f.CharField;
  /** Working Hours */
  resource_calendar_id: f.Many2oneField<'resource.calendar'>;
  /**
   * Gender
   * This is the legal sex recognized by the state.
   */
  sex: f.SelectionField<'female' | 'male' | 'other'>;
  /**
   * User
   * Related user name for the resource to manage its access.
   */
  user_id: f.Many2oneField<'res.users'>;
  /** Work Email */
  work_email: f.CharField;
  /** Work Phone */
  work_phone: f.CharField;
}

/** `ir.attachment` */
export interface IrAttachment {
  id: f.IdField;
  /** Access Token */
  access_token: f.CharField;
  /**
   * Checksum/SHA1
   * Read-only.
   */
  checksum: f.CharField<'readonly'>;
  /** Company */
  company_id: f.Many2oneField<'res.company'>;
  /** File Content (base64) */
  datas: f.BinaryField<'unsearchable'>;
  /** Database Data */
  db_datas: f.BinaryField;
  /** Description */
  description: f.TextField;
  /**
   * File Size
   * Read-only.
   */
  file_size: f.IntegerField<'readonly'>;
  /**
   * Indexed Content
   * Read-only.
   */
  index_content: f.TextField<'readonly'>;
  /**
   * Mime Type
   * Read-only.
   */
  mimetype: f.CharField<'readonly'>;
  /**
   * Name
   * Required.
   */
  name: f.CharField<'required'>;
  /** Is public document */
  public: f.BooleanField;
  /** File Content (raw) */
  raw: f.BinaryField<'unsearchable'>;
  /** Resource Field */
  res_field: f.CharField;
  /** Resource ID */
  res_id: f.Many2oneReferenceField;
  /** Resource Model */
  res_model: f.CharField;
  /**
   * Resource Name
   * Read-only.
   */
  res_name: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Stored Filename */
  store_fname: f.CharField;
  /**
   * Type
   * Required.
   * You can either upload a file from your computer or copy/paste an internet link to your file.
   */
  type: f.SelectionField<'binary' | 'url', 'required'>;
  /** Url */
  url: f.CharField;
}

/** `product.product` */
export interface ProductProduct {
  id: f.IdField;
  /**
   * Active
   * If unchecked, it will allow you to hide the product without removing it.
   */
  active: f.BooleanField;
  /**
   * Barcode
   * International Article Number used for product identification.
   */
  barcode: f.CharField;
  /** Product Category */
  categ_id: f.Many2oneField<'product.category'>;
  /** Internal Reference */
  default_code: f.CharField;
  /**
   * Sales Description
   * A description of the Product that you want to communicate to your customers. This description will be copied to every Sales Order, Delivery Order and Customer Invoice/Credit Note
   */
  description_sale: f.TextField;
  /** Image */
  image_1920: f.BinaryField<'unsearchable'>;
  /**
   * Sales Price
   * Price at which the product is sold to customers.
   */
  list_price: f.FloatField;
  /**
   * Sales Price
   * The sale price is managed from the product template. Click on the 'Configure Variants' button to set the extra attribute prices.
   */
  lst_price: f.FloatField<'unsearchable' | 'unsortable'>;
  /**
   * Name
   * Required.
   */
  name: f.CharField<'needed'>;
  /**
   * Variant Price Extra
   * Read-only.
   * This is the sum of the extra price of all attributes
   */
  price_extra: f.FloatField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Properties */
  product_properties: f.PropertiesField;
  /** Attribute Values */
  product_template_attribute_value_ids: f.Many2manyField<'product.template.attribute.value'>;
  /**
   * Product Template
   * Required.
   */
  product_tmpl_id: f.Many2oneField<'product.template', 'required'>;
  /**
   * Cost
   * Value of the product (automatically computed in AVCO).
   * Used to value the product when the purchase cost is not known (e.g. inventory adjustment).
   * Used to compute margins on sale orders.
   */
  standard_price: f.FloatField;
  /**
   * Sales Taxes
   * Default taxes used when selling the product
   */
  taxes_id: f.Many2manyField<'account.tax'>;
  /**
   * Product Type
   * Required.
   * Goods are tangible materials and merchandise you provide.
   * A service is a non-material product you provide.
   */
  type: f.SelectionField<'combo' | 'consu' | 'service', 'needed'>;
  /**
   * Unit
   * Required.
   * Default unit of measure used for all stock operations.
   */
  uom_id: f.Many2oneField<'uom.uom', 'needed'>;
  /** Volume */
  volume: f.FloatField;
  /** Weight */
  weight: f.FloatField;
}

/** `project.task` */
export interface ProjectTask {
  id: f.IdField;
  /** Allocated Time */
  allocated_hours: f.FloatField;
  /** Sub-tasks */
  child_ids: f.One2manyField<'project.task'>;
  /** Color Index */
  color: f.IntegerField;
  /**
   * Assigning Date
   * Read-only.
   * Date on which this task was last assigned (or unassigned). Based on this, you can get statistics on the time it usually takes to assign tasks.
   */
  date_assign: f.DatetimeField<'readonly'>;
  /** Deadline */
  date_deadline: f.DatetimeField;
  /** Blocked By */
  depend_on_ids: f.Many2manyField<'project.task'>;
  /** Description */
  description: f.HtmlField;
  /** Cover Image */
  displayed_image_id: f.Many2oneField<'ir.attachment'>;
  /**
   * Time Spent
   * Read-only.
   */
  effective_hours: f.FloatField<'readonly'>;
  /**
   * Title
   * Required.
   */
  name: f.CharField<'required'>;
  /** Priority */
  priority: f.SelectionField<'0' | '1' | '2' | '3'>;
  /**
   * Progress
   * Read-only.
   */
  progress: f.FloatField<'readonly'>;
  /** Project */
  project_id: f.Many2oneField<'project.project'>;
  /**
   * Average Rating
   * Read-only.
   */
  rating_avg: f.FloatField<'readonly' | 'unsortable'>;
  /** Sequence */
  sequence: f.IntegerField;
  /** Stage */
  stage_id: f.Many2oneField<'project.task.type'>;
  /**
   * State
   * Required.
   */
  state: f.SelectionField<'01_in_progress' | '02_changes_requested' | '03_approved' | '04_waiting_normal' | '1_canceled' | '1_done', 'required'>;
  /** Properties */
  task_properties: f.PropertiesField;
  /** Assignees */
  user_ids: f.Many2manyField<'res.users'>;
}

/** Contact: `res.partner` */
export interface ResPartner {
  /** ID */
  id: f.IdField;
  /** Active */
  active: f.BooleanField;
  /**
   * Avatar 128
   * Read-only.
   */
  avatar_128: f.BinaryField<'readonly' | 'unsearchable'>;
  /** Tags */
  category_id: f.Many2manyField<'res.partner.category'>;
  /** Contact */
  child_ids: f.One2manyField<'res.partner'>;
  /** Color Index */
  color: f.IntegerField;
  /** Notes */
  comment: f.HtmlField;
  /** Company Type */
  company_type: f.SelectionField<'company' | 'person', 'unsearchable' | 'unsortable'>;
  /** Country */
  country_id: f.Many2oneField<'res.country'>;
  /**
   * Created on
   * Read-only.
   */
  create_date: f.DatetimeField<'readonly'>;
  /**
   * Credit Limit
   * Credit limit specific to this partner.
   */
  credit_limit: f.FloatField;
  /**
   * Display Name
   * Read-only.
   */
  display_name: f.CharField<'readonly' | 'unsortable'>;
  /** Email */
  email: f.CharField;
  /** Image */
  image_1920: f.BinaryField;
  /**
   * Language
   * All the emails and documents sent to this contact will be translated in this language.
   */
  lang: f.SelectionField<'en_US'>;
  /** Messages */
  message_ids: f.One2manyField<'mail.message'>;
  /** Name */
  name: f.CharField;
  /** Related Company */
  parent_id: f.Many2oneField<'res.partner'>;
  /** Geo Latitude */
  partner_latitude: f.FloatField;
  /** Customer Payment Terms */
  property_payment_term_id: f.Many2oneField<'account.payment.term'>;
  /** Address Type */
  type: f.SelectionField<'contact' | 'delivery' | 'invoice' | 'other'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2oneField<'res.users', 'readonly'>;
}

/** Partner Tags: `res.partner.category` */
export interface ResPartnerCategory {
  /** ID */
  id: f.IdField;
  /** Active */
  active: f.BooleanField;
  /** Child Tags */
  child_ids: f.One2manyField<'res.partner.category'>;
  /** Color */
  color: f.IntegerField;
  /**
   * Created on
   * Read-only.
   */
  create_date: f.DatetimeField<'readonly'>;
  /**
   * Created by
   * Read-only.
   */
  create_uid: f.Many2oneField<'res.users', 'readonly'>;
  /**
   * Display Name
   * Read-only.
   */
  display_name: f.CharField<'readonly'>;
  /**
   * Name
   * Required.
   */
  name: f.CharField<'required'>;
  /** Category */
  parent_id: f.Many2oneField<'res.partner.category'>;
  /** Parent Path */
  parent_path: f.CharField;
  /** Partners */
  partner_ids: f.Many2manyField<'res.partner'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2oneField<'res.users', 'readonly'>;
}

/** User: `res.users` */
export interface ResUsers {
  id: f.IdField;
  /**
   * Home Action
   * If specified, this action will be opened at log on for this user, in addition to the standard menu.
   */
  action_id: f.Many2oneField<'ir.actions.actions'>;
  /** Active */
  active: f.BooleanField;
  /** API Keys */
  api_key_ids: f.One2manyField<'res.users.apikeys'>;
  /** Companies */
  company_ids: f.Many2manyField<'res.company'>;
  /**
   * Groups
   * Groups explicitly assigned to the user
   */
  group_ids: f.Many2manyField<'res.groups'>;
  /**
   * IM Status
   * Read-only.
   */
  im_status: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Login
   * Required.
   * Used to log into the system
   */
  login: f.CharField<'required'>;
  /** Latest Login */
  login_date: f.DatetimeField<'unsortable'>;
  /** Name */
  name: f.CharField;
  /**
   * Set Password
   * Specify a value only when creating a user or if you're changing the user's password, otherwise leave empty. After a change of password, the user has to login again.
   */
  new_password: f.CharField<'unsearchable' | 'unsortable'>;
  /**
   * Notification
   * Required.
   * Policy on how to handle Chatter notifications:
   * - By Emails: notifications are sent to your email address
   * - In Odoo: notifications appear in your Odoo Inbox
   */
  notification_type: f.SelectionField<'email' | 'inbox', 'required'>;
  /**
   * Related Partner
   * Required.
   * Partner-related data of the user
   */
  partner_id: f.Many2oneField<'res.partner', 'required'>;
  /**
   * Password
   * Keep empty if you don't want the user to be able to connect on the system.
   */
  password: f.CharField<'unsearchable' | 'unsortable'>;
  /**
   * Share User
   * Read-only.
   * External user with limited access, created only for the purpose of sharing data.
   */
  share: f.BooleanField<'readonly'>;
  /** Email Signature */
  signature: f.HtmlField;
  /**
   * Two-factor authentication
   * Read-only.
   */
  totp_enabled: f.BooleanField<'readonly' | 'unsortable'>;
}

/** `sale.order` */
export interface SaleOrder {
  id: f.IdField;
  /** Security Token */
  access_token: f.CharField;
  /**
   * Un-invoiced Balance
   * Read-only.
   */
  amount_to_invoice: f.MonetaryField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Total
   * Read-only.
   */
  amount_total: f.MonetaryField<'readonly'>;
  /**
   * Currency
   * Read-only.
   */
  currency_id: f.Many2oneField<'res.currency', 'readonly'>;
  /**
   * Order Date
   * Required.
   * Creation date of draft/sent orders,
   * Confirmation date of confirmed orders.
   */
  date_order: f.DatetimeField<'required'>;
  /**
   * Invoice Status
   * Read-only.
   */
  invoice_status: f.SelectionField<'invoiced' | 'no' | 'to invoice' | 'upselling', 'readonly'>;
  /**
   * Locked
   * Locked orders cannot be modified.
   */
  locked: f.BooleanField;
  /**
   * Order Reference
   * Required.
   */
  name: f.CharField<'required'>;
  /** Terms and conditions */
  note: f.HtmlField;
  /** Order Lines */
  order_line: f.One2manyField<'sale.order.line'>;
  /**
   * Customer
   * Required.
   */
  partner_id: f.Many2oneField<'res.partner', 'required'>;
  /** Signature */
  signature: f.BinaryField;
  /**
   * Status
   * Read-only.
   */
  state: f.SelectionField<'cancel' | 'draft' | 'sale' | 'sent', 'readonly'>;
  /** Tags */
  tag_ids: f.Many2manyField<'crm.tag'>;
  /** Salesperson */
  user_id: f.Many2oneField<'res.users'>;
  /**
   * Expiration
   * Validity of the order, after that you will not able to sign & pay the quotation.
   */
  validity_date: f.DateField;
}

/** Methods by model. */
export interface OdooMethods {
  'res.partner.category': {
    action_archive: f.Method<'records', [], {}, any>;
    action_unarchive: f.Method<'records', [], {}, any>;
    copy: f.Method<'records', ['default'], { default?: Record<string, any> | null }, number[]>;
    copy_data: f.Method<'records', ['default'], { default?: Record<string, any> | null }, Record<string, any>[]>;
    copy_translations: f.Method<'records', ['new', 'excluded'], { new: any; excluded?: string[] }, null>;
    create: f.Method<'model', ['vals_list'], { vals_list: Record<string, any>[] }, number[]>;
    default_get: f.Method<'model', ['fields'], { fields: string[] }, Record<string, any>>;
    export_data: f.Method<'records', ['fields_to_export'], { fields_to_export: any[] }, Record<string, any>>;
    fields_get: f.Method<'model', ['allfields', 'attributes'], { allfields?: string[] | null; attributes?: string[] | null }, Record<string, Record<string, any>>>;
    formatted_read_group: f.Method<'model', ['domain', 'groupby', 'aggregates', 'having', 'offset', 'limit', 'order'], { domain: readonly any[]; groupby?: string[]; aggregates?: string[]; having?: readonly any[]; offset?: number; limit?: number | null; order?: string | null }, Record<string, any>[]>;
    formatted_read_grouping_sets: f.Method<'model', ['domain', 'grouping_sets', 'aggregates'], { domain: readonly any[]; grouping_sets: string[][]; aggregates?: string[]; order?: string | null }, any>;
    get_base_url: f.Method<'records', [], {}, string>;
    get_empty_list_help: f.Method<'model', ['help_message'], { help_message: string }, string>;
    get_external_id: f.Method<'records', [], {}, Record<string, string>>;
    get_field_translations: f.Method<'records', ['field_name', 'langs'], { field_name: string; langs?: string[] | null }, [Record<string, string>[], Record<string, any>]>;
    get_formview_action: f.Method<'records', ['access_uid'], { access_uid?: any }, any>;
    get_formview_id: f.Method<'records', ['access_uid'], { access_uid?: any }, any>;
    get_import_templates: f.Method<'model', [], {}, any>;
    get_metadata: f.Method<'records', [], {}, Record<string, any>[]>;
    get_property_definition: f.Method<'model', ['full_name'], { full_name: string }, Record<string, any>>;
    get_view: f.Method<'model', ['view_id', 'view_type'], { view_id?: any; view_type?: string; [name: string]: any }, Record<string, any>>;
    get_views: f.Method<'model', ['views', 'options'], { views: any; options?: Record<string, any> }, any>;
    has_access: f.Method<'records', ['operation'], { operation: string }, boolean>;
    hierarchy_read: f.Method<'model', ['domain', 'specification', 'parent_field', 'child_field', 'order'], { domain: any; specification: any; parent_field: any; child_field?: any; order?: any }, any>;
    is_transient: f.Method<'records', [], {}, boolean>;
    load: f.Method<'model', ['fields', 'data'], { fields: any; data: any }, any>;
    mail_allowed_qweb_expressions: f.Method<'model', [], {}, any>;
    mail_get_partner_fields: f.Method<'records', [], {}, any>;
    name_create: f.Method<'model', ['name'], { name: string }, any>;
    name_search: f.Method<'model', ['name', 'domain', 'operator', 'limit'], { name?: string; domain?: readonly any[] | null; operator?: string; limit?: number }, [number, string][]>;
    onchange: f.Method<'records', ['values', 'field_names', 'fields_spec'], { values: Record<string, any>; field_names: string[]; fields_spec: Record<string, any> }, Record<string, any>>;
    read: f.Method<'records', ['fields', 'load'], { fields?: string[] | null; load?: string }, Record<string, any>[]>;
    read_progress_bar: f.Method<'model', ['domain', 'group_by', 'progress_bar'], { domain: any; group_by: any; progress_bar: any }, any>;
    search: f.Method<'model', ['domain', 'offset', 'limit', 'order'], { domain: readonly any[]; offset?: number; limit?: number | null; order?: string | null }, number[]>;
    search_count: f.Method<'model', ['domain', 'limit'], { domain: readonly any[]; limit?: number | null }, number>;
    search_panel_select_multi_range: f.Method<'model', ['field_name'], { field_name: any; [name: string]: any }, any>;
    search_panel_select_range: f.Method<'model', ['field_name'], { field_name: any; [name: string]: any }, any>;
    search_read: f.Method<'model', ['domain', 'fields', 'offset', 'limit', 'order'], { domain?: readonly any[] | null; fields?: string[] | null; offset?: number; limit?: number | null; order?: string | null; [name: string]: any }, Record<string, any>[]>;
    unlink: f.Method<'records', [], {}, any>;
    update_field_translations: f.Method<'records', ['field_name', 'translations', 'source_lang'], { field_name: string; translations: Record<string, any>; source_lang?: string }, boolean>;
    view_header_get: f.Method<'model', ['view_id', 'view_type'], { view_id: any; view_type: any }, any>;
    web_name_search: f.Method<'model', ['name', 'specification', 'domain', 'operator', 'limit'], { name: any; specification: any; domain?: any; operator?: any; limit?: any }, any>;
    web_override_translations: f.Method<'records', ['values'], { values: any }, any>;
    web_read: f.Method<'records', ['specification'], { specification: Record<string, Record<string, any>> }, Record<string, any>[]>;
    web_read_group: f.Method<'model', ['domain', 'groupby', 'aggregates', 'limit', 'offset', 'order'], { domain: readonly any[]; groupby: string[] | any[]; aggregates?: string[]; limit?: number | null; offset?: number; order?: string | null; auto_unfold?: boolean; opening_info?: Record<string, any>[] | null; unfold_read_specification?: Record<string, Record<string, any>> | null; unfold_read_default_limit?: number | null; groupby_read_specification?: Record<string, Record<string, any>> | null }, Record<string, number | any[]>>;
    web_resequence: f.Method<'records', ['specification', 'field_name', 'offset'], { specification: Record<string, Record<string, any>>; field_name?: string; offset?: number }, Record<string, any>[]>;
    web_save: f.Method<'records', ['vals', 'specification', 'next_id'], { vals: any; specification: Record<string, Record<string, any>>; next_id?: any }, Record<string, any>[]>;
    web_save_multi: f.Method<'records', ['vals_list', 'specification'], { vals_list: Record<string, any>[]; specification: Record<string, Record<string, any>> }, Record<string, any>[]>;
    web_search_read: f.Method<'model', ['domain', 'specification', 'offset', 'limit', 'order', 'count_limit'], { domain: any; specification: any; offset?: any; limit?: any; order?: any; count_limit?: any }, any>;
    write: f.Method<'records', ['vals'], { vals: Record<string, any> }, any>;
  };
}
