// The models of an Odoo 17.0 database, written by `npx odoo-client-wasm types`. Do not edit: run it again.
import type * as f from 'odoo-client-wasm/schema';

/** The models of the database, by their technical names. */
export interface Odoo {
  /** Lead/Opportunity */
  'crm.lead': CrmLead;
  /** Attachment */
  'ir.attachment': IrAttachment;
  /** Product Variant */
  'product.product': ProductProduct;
  /** Task */
  'project.task': ProjectTask;
  /** Country */
  'res.country': ResCountry;
  /** Contact */
  'res.partner': ResPartner;
  /** Sales Advance Payment Invoice */
  'sale.advance.payment.inv': SaleAdvancePaymentInv;
  /** Sales Order */
  'sale.order': SaleOrder;
  /** Sales Order Line */
  'sale.order.line': SaleOrderLine;
}

/** Lead/Opportunity: `crm.lead` */
export interface CrmLead {
  /** ID */
  id: f.IdField;
  /** Active */
  active: f.BooleanField;
  /**
   * Next Activity Deadline
   * Read-only.
   */
  activity_date_deadline: f.DateField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Activities */
  activity_ids: f.One2manyField<'mail.activity'>;
  /**
   * Activity State
   * Read-only.
   */
  activity_state: f.SelectionField<'overdue' | 'planned' | 'today', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Next Activity Summary
   * Read-only.
   */
  activity_summary: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Next Activity Type
   * Read-only.
   */
  activity_type_id: f.Many2oneField<'mail.activity.type', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Responsible User
   * Read-only.
   */
  activity_user_id: f.Many2oneField<'res.users', 'readonly' | 'unsearchable' | 'unsortable'>;
  /** City */
  city: f.CharField;
  /** Color Index */
  color: f.IntegerField;
  /**
   * Currency
   * Read-only.
   */
  company_currency: f.Many2oneField<'res.currency', 'readonly' | 'unsearchable' | 'unsortable'>;
  /** Company */
  company_id: f.Many2oneField<'res.company'>;
  /** Contact Name */
  contact_name: f.CharField;
  /** Country */
  country_id: f.Many2oneField<'res.country'>;
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
   * Closed Date
   * Read-only.
   */
  date_closed: f.DatetimeField<'readonly'>;
  /** Expected Closing */
  date_deadline: f.DateField;
  /**
   * Last Stage Update
   * Read-only.
   */
  date_last_stage_update: f.DatetimeField<'readonly'>;
  /**
   * Assignment Date
   * Read-only.
   */
  date_open: f.DatetimeField<'readonly'>;
  /** Notes */
  description: f.HtmlField;
  /**
   * Display Name
   * Read-only.
   */
  display_name: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Email */
  email_from: f.CharField;
  /**
   * Normalized Email
   * Read-only.
   */
  email_normalized: f.CharField<'readonly'>;
  /**
   * Expected Revenue
   * In the currency of `company_currency`.
   */
  expected_revenue: f.MonetaryField;
  /** Job Position */
  function: f.CharField;
  /**
   * Has Message
   * Read-only.
   */
  has_message: f.BooleanField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Properties */
  lead_properties: f.PropertiesField;
  /** Lost Reason */
  lost_reason_id: f.Many2oneField<'crm.lost.reason'>;
  /**
   * Attachment Count
   * Read-only.
   */
  message_attachment_count: f.IntegerField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Followers */
  message_follower_ids: f.One2manyField<'mail.followers'>;
  /** Messages */
  message_ids: f.One2manyField<'mail.message'>;
  /**
   * Is Follower
   * Read-only.
   */
  message_is_follower: f.BooleanField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Action Needed
   * Read-only.
   * If checked, new messages require your attention.
   */
  message_needaction: f.BooleanField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Followers (Partners)
   * Read-only.
   */
  message_partner_ids: f.Many2manyField<'res.partner', 'readonly' | 'unsearchable'>;
  /** Mobile */
  mobile: f.CharField;
  /**
   * Opportunity
   * Required.
   */
  name: f.CharField<'required'>;
  /** Customer */
  partner_id: f.Many2oneField<'res.partner'>;
  /** Company Name */
  partner_name: f.CharField;
  /** Phone */
  phone: f.CharField;
  /** Priority */
  priority: f.SelectionField<'0' | '1' | '2' | '3'>;
  /** Probability */
  probability: f.FloatField;
  /**
   * Prorated Revenue
   * Read-only. In the currency of `company_currency`.
   */
  prorated_revenue: f.MonetaryField<'readonly'>;
  /**
   * Recurring Revenues
   * In the currency of `company_currency`.
   */
  recurring_revenue: f.MonetaryField;
  /** Referred By */
  referred: f.CharField;
  /** Source */
  source_id: f.Many2oneField<'utm.source'>;
  /** Stage */
  stage_id: f.Many2oneField<'crm.stage'>;
  /** State */
  state_id: f.Many2oneField<'res.country.state'>;
  /** Street */
  street: f.CharField;
  /** Street2 */
  street2: f.CharField;
  /** Tags */
  tag_ids: f.Many2manyField<'crm.tag'>;
  /** Sales Team */
  team_id: f.Many2oneField<'crm.team'>;
  /**
   * Type
   * Required.
   */
  type: f.SelectionField<'lead' | 'opportunity', 'required'>;
  /** Salesperson */
  user_id: f.Many2oneField<'res.users'>;
  /** Website */
  website: f.CharField;
  /**
   * Last Updated on
   * Read-only.
   */
  write_date: f.DatetimeField<'readonly'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2oneField<'res.users', 'readonly'>;
  /** Zip */
  zip: f.CharField;
}

/** Attachment: `ir.attachment` */
export interface IrAttachment {
  /** ID */
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
  /** File Content (base64) */
  datas: f.BinaryField<'unsearchable'>;
  /** Database Data */
  db_datas: f.BinaryField;
  /** Description */
  description: f.TextField;
  /**
   * Display Name
   * Read-only.
   */
  display_name: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
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
  /**
   * Resource Field
   * Read-only.
   */
  res_field: f.CharField<'readonly'>;
  /**
   * Resource ID
   * Read-only.
   */
  res_id: f.Many2oneReferenceField<'readonly'>;
  /**
   * Resource Model
   * Read-only.
   */
  res_model: f.CharField<'readonly'>;
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
  /**
   * Last Updated on
   * Read-only.
   */
  write_date: f.DatetimeField<'readonly'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2oneField<'res.users', 'readonly'>;
}

/** Product Variant: `product.product` */
export interface ProductProduct {
  /** ID */
  id: f.IdField;
  /**
   * Active
   * If unchecked, it will allow you to hide the product without removing it.
   */
  active: f.BooleanField;
  /**
   * Next Activity Deadline
   * Read-only.
   */
  activity_date_deadline: f.DateField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Activities */
  activity_ids: f.One2manyField<'mail.activity'>;
  /**
   * Activity State
   * Read-only.
   */
  activity_state: f.SelectionField<'overdue' | 'planned' | 'today', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Next Activity Summary
   * Read-only.
   */
  activity_summary: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Next Activity Type
   * Read-only.
   */
  activity_type_id: f.Many2oneField<'mail.activity.type', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Responsible User
   * Read-only.
   */
  activity_user_id: f.Many2oneField<'res.users', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Barcode
   * International Article Number used for product identification.
   */
  barcode: f.CharField;
  /**
   * Product Category
   * Required.
   */
  categ_id: f.Many2oneField<'product.category', 'needed'>;
  /** Company */
  company_id: f.Many2oneField<'res.company'>;
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
   * Currency
   * Read-only.
   */
  currency_id: f.Many2oneField<'res.currency', 'readonly'>;
  /** Internal Reference */
  default_code: f.CharField;
  /**
   * Sales Description
   * A description of the Product that you want to communicate to your customers. This description will be copied to every Sales Order, Delivery Order and Customer Invoice/Credit Note
   */
  description_sale: f.TextField;
  /**
   * Product Type
   * Required.
   * A storable product is a product for which you manage stock. The Inventory app has to be installed.
   * A consumable product is a product for which stock is not managed.
   * A service is a non-material product you provide.
   */
  detailed_type: f.SelectionField<'consu' | 'service', 'needed'>;
  /**
   * Display Name
   * Read-only.
   */
  display_name: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Has Message
   * Read-only.
   */
  has_message: f.BooleanField<'readonly' | 'unsearchable' | 'unsortable'>;
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
   * Attachment Count
   * Read-only.
   */
  message_attachment_count: f.IntegerField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Followers */
  message_follower_ids: f.One2manyField<'mail.followers'>;
  /** Messages */
  message_ids: f.One2manyField<'mail.message'>;
  /**
   * Is Follower
   * Read-only.
   */
  message_is_follower: f.BooleanField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Action Needed
   * Read-only.
   * If checked, new messages require your attention.
   */
  message_needaction: f.BooleanField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Followers (Partners)
   * Read-only.
   */
  message_partner_ids: f.Many2manyField<'res.partner', 'readonly' | 'unsearchable'>;
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
   * # Product Variants
   * Read-only.
   */
  product_variant_count: f.IntegerField<'readonly'>;
  /**
   * Product
   * Read-only.
   */
  product_variant_id: f.Many2oneField<'product.product', 'readonly'>;
  /** Products */
  product_variant_ids: f.One2manyField<'product.product'>;
  /** Can be Purchased */
  purchase_ok: f.BooleanField;
  /** Can be Sold */
  sale_ok: f.BooleanField;
  /** Sequence */
  sequence: f.IntegerField;
  /**
   * Cost
   * Value of the product (automatically computed in AVCO).
   * Used to value the product when the purchase cost is not known (e.g. inventory adjustment).
   * Used to compute margins on sale orders.
   */
  standard_price: f.FloatField<'unsortable'>;
  /**
   * Customer Taxes
   * Default taxes used when selling the product.
   */
  taxes_id: f.Many2manyField<'account.tax'>;
  /** Type */
  type: f.SelectionField<'consu' | 'service'>;
  /**
   * Unit of Measure
   * Required.
   * Default unit of measure used for all stock operations.
   */
  uom_id: f.Many2oneField<'uom.uom', 'needed'>;
  /** Volume */
  volume: f.FloatField;
  /** Weight */
  weight: f.FloatField;
  /**
   * Last Updated on
   * Read-only.
   */
  write_date: f.DatetimeField<'readonly'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2oneField<'res.users', 'readonly'>;
}

/** Task: `project.task` */
export interface ProjectTask {
  /** ID */
  id: f.IdField;
  /** Active */
  active: f.BooleanField;
  /**
   * Next Activity Deadline
   * Read-only.
   */
  activity_date_deadline: f.DateField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Activities */
  activity_ids: f.One2manyField<'mail.activity'>;
  /**
   * Activity State
   * Read-only.
   */
  activity_state: f.SelectionField<'overdue' | 'planned' | 'today', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Next Activity Summary
   * Read-only.
   */
  activity_summary: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Next Activity Type
   * Read-only.
   */
  activity_type_id: f.Many2oneField<'mail.activity.type', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Responsible User
   * Read-only.
   */
  activity_user_id: f.Many2oneField<'res.users', 'readonly' | 'unsearchable' | 'unsortable'>;
  /** Allocated Time */
  allocated_hours: f.FloatField;
  /** Sub-tasks */
  child_ids: f.One2manyField<'project.task'>;
  /** Color Index */
  color: f.IntegerField;
  /** Company */
  company_id: f.Many2oneField<'res.company'>;
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
   * Assigning Date
   * Read-only.
   * Date on which this task was last assigned (or unassigned). Based on this, you can get statistics on the time it usually takes to assign tasks.
   */
  date_assign: f.DatetimeField<'readonly'>;
  /** Deadline */
  date_deadline: f.DatetimeField;
  /**
   * Last Stage Update
   * Read-only.
   */
  date_last_stage_update: f.DatetimeField<'readonly'>;
  /** Blocked By */
  depend_on_ids: f.Many2manyField<'project.task'>;
  /** Description */
  description: f.HtmlField;
  /**
   * Display Name
   * Read-only.
   */
  display_name: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Cover Image */
  displayed_image_id: f.Many2oneField<'ir.attachment'>;
  /**
   * Hours Spent
   * Read-only.
   */
  effective_hours: f.FloatField<'readonly'>;
  /**
   * Has Message
   * Read-only.
   */
  has_message: f.BooleanField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Attachment Count
   * Read-only.
   */
  message_attachment_count: f.IntegerField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Followers */
  message_follower_ids: f.One2manyField<'mail.followers'>;
  /** Messages */
  message_ids: f.One2manyField<'mail.message'>;
  /**
   * Is Follower
   * Read-only.
   */
  message_is_follower: f.BooleanField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Action Needed
   * Read-only.
   * If checked, new messages require your attention.
   */
  message_needaction: f.BooleanField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Followers (Partners)
   * Read-only.
   */
  message_partner_ids: f.Many2manyField<'res.partner', 'readonly' | 'unsearchable'>;
  /**
   * Title
   * Required.
   */
  name: f.CharField<'required'>;
  /** Parent Task */
  parent_id: f.Many2oneField<'project.task'>;
  /** Customer */
  partner_id: f.Many2oneField<'res.partner'>;
  /** Priority */
  priority: f.SelectionField<'0' | '1'>;
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
  /** Tags */
  tag_ids: f.Many2manyField<'project.tags'>;
  /** Properties */
  task_properties: f.PropertiesField;
  /** Assignees */
  user_ids: f.Many2manyField<'res.users'>;
  /**
   * Last Updated on
   * Read-only.
   */
  write_date: f.DatetimeField<'readonly'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2oneField<'res.users', 'readonly'>;
}

/** Country: `res.country` */
export interface ResCountry {
  /** ID */
  id: f.IdField;
  /** Layout in Reports */
  address_format: f.TextField;
  /**
   * Country Code
   * Required.
   */
  code: f.CharField<'required'>;
  /** Country Groups */
  country_group_ids: f.Many2manyField<'res.country.group'>;
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
  /** Currency */
  currency_id: f.Many2oneField<'res.currency'>;
  /**
   * Display Name
   * Read-only.
   */
  display_name: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Country Name
   * Required.
   */
  name: f.CharField<'required'>;
  /** Customer Name Position */
  name_position: f.SelectionField<'after' | 'before'>;
  /** Country Calling Code */
  phone_code: f.IntegerField;
  /** States */
  state_ids: f.One2manyField<'res.country.state'>;
  /** State Required */
  state_required: f.BooleanField;
  /** Vat Label */
  vat_label: f.CharField;
  /**
   * Last Updated on
   * Read-only.
   */
  write_date: f.DatetimeField<'readonly'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2oneField<'res.users', 'readonly'>;
  /** Zip Required */
  zip_required: f.BooleanField;
}

/** Contact: `res.partner` */
export interface ResPartner {
  /** ID */
  id: f.IdField;
  /** Active */
  active: f.BooleanField;
  /**
   * Next Activity Deadline
   * Read-only.
   */
  activity_date_deadline: f.DateField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Activities */
  activity_ids: f.One2manyField<'mail.activity'>;
  /**
   * Activity State
   * Read-only.
   */
  activity_state: f.SelectionField<'overdue' | 'planned' | 'today', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Next Activity Summary
   * Read-only.
   */
  activity_summary: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Next Activity Type
   * Read-only.
   */
  activity_type_id: f.Many2oneField<'mail.activity.type', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Responsible User
   * Read-only.
   */
  activity_user_id: f.Many2oneField<'res.users', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Avatar 128
   * Read-only.
   */
  avatar_128: f.BinaryField<'readonly' | 'unsearchable'>;
  /**
   * Avatar
   * Read-only.
   */
  avatar_1920: f.BinaryField<'readonly' | 'unsearchable'>;
  /** Banks */
  bank_ids: f.One2manyField<'res.partner.bank'>;
  /** Barcode */
  barcode: f.CharField;
  /** Tags */
  category_id: f.Many2manyField<'res.partner.category'>;
  /** Contact */
  child_ids: f.One2manyField<'res.partner'>;
  /** City */
  city: f.CharField;
  /** Color Index */
  color: f.IntegerField;
  /** Notes */
  comment: f.HtmlField;
  /**
   * Company Name Entity
   * Read-only.
   */
  commercial_company_name: f.CharField<'readonly'>;
  /**
   * Commercial Entity
   * Read-only.
   */
  commercial_partner_id: f.Many2oneField<'res.partner', 'readonly'>;
  /** Company */
  company_id: f.Many2oneField<'res.company'>;
  /** Company Name */
  company_name: f.CharField;
  /** Company ID */
  company_registry: f.CharField;
  /** Company Type */
  company_type: f.SelectionField<'company' | 'person', 'unsearchable' | 'unsortable'>;
  /**
   * Complete Name
   * Read-only.
   */
  complete_name: f.CharField<'readonly'>;
  /**
   * Complete Address
   * Read-only.
   */
  contact_address: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Country Code
   * Read-only.
   */
  country_code: f.CharField<'readonly'>;
  /** Country */
  country_id: f.Many2oneField<'res.country'>;
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
   * Credit Limit
   * Credit limit specific to this partner.
   */
  credit_limit: f.FloatField<'unsortable'>;
  /** Date */
  date: f.DateField;
  /**
   * Display Name
   * Read-only.
   */
  display_name: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Email */
  email: f.CharField;
  /**
   * Formatted Email
   * Read-only.
   */
  email_formatted: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Normalized Email
   * Read-only.
   */
  email_normalized: f.CharField<'readonly'>;
  /** Employee */
  employee: f.BooleanField;
  /** Job Position */
  function: f.CharField;
  /**
   * Has Message
   * Read-only.
   */
  has_message: f.BooleanField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Image 1024
   * Read-only.
   */
  image_1024: f.BinaryField<'readonly'>;
  /**
   * Image 128
   * Read-only.
   */
  image_128: f.BinaryField<'readonly'>;
  /** Image */
  image_1920: f.BinaryField;
  /**
   * Image 256
   * Read-only.
   */
  image_256: f.BinaryField<'readonly'>;
  /**
   * Image 512
   * Read-only.
   */
  image_512: f.BinaryField<'readonly'>;
  /** Industry */
  industry_id: f.Many2oneField<'res.partner.industry'>;
  /**
   * Blacklist
   * Read-only.
   */
  is_blacklisted: f.BooleanField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Is a Company */
  is_company: f.BooleanField;
  /**
   * Is Public
   * Read-only.
   */
  is_public: f.BooleanField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Language
   * All the emails and documents sent to this contact will be translated in this language.
   */
  lang: f.SelectionField<'en_US'>;
  /**
   * Attachment Count
   * Read-only.
   */
  message_attachment_count: f.IntegerField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Bounce */
  message_bounce: f.IntegerField;
  /** Followers */
  message_follower_ids: f.One2manyField<'mail.followers'>;
  /** Messages */
  message_ids: f.One2manyField<'mail.message'>;
  /**
   * Is Follower
   * Read-only.
   */
  message_is_follower: f.BooleanField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Action Needed
   * Read-only.
   * If checked, new messages require your attention.
   */
  message_needaction: f.BooleanField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Followers (Partners)
   * Read-only.
   */
  message_partner_ids: f.Many2manyField<'res.partner', 'readonly' | 'unsearchable'>;
  /** Mobile */
  mobile: f.CharField;
  /** Name */
  name: f.CharField;
  /**
   * Opportunity Count
   * Read-only.
   */
  opportunity_count: f.IntegerField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Opportunities */
  opportunity_ids: f.One2manyField<'crm.lead'>;
  /** Related Company */
  parent_id: f.Many2oneField<'res.partner'>;
  /**
   * Parent name
   * Read-only.
   */
  parent_name: f.CharField<'readonly'>;
  /** Geo Latitude */
  partner_latitude: f.FloatField;
  /** Geo Longitude */
  partner_longitude: f.FloatField;
  /**
   * Share Partner
   * Read-only.
   */
  partner_share: f.BooleanField<'readonly'>;
  /** Phone */
  phone: f.CharField;
  /**
   * Customer Payment Terms
   * This payment term will be used instead of the default one for sales orders and customer invoices
   */
  property_payment_term_id: f.Many2oneField<'account.payment.term', 'unsortable'>;
  /** Reference */
  ref: f.CharField;
  /**
   * Sale Order Count
   * Read-only.
   */
  sale_order_count: f.IntegerField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Sales Order */
  sale_order_ids: f.One2manyField<'sale.order'>;
  /**
   * Self
   * Read-only.
   */
  self: f.Many2oneField<'res.partner', 'readonly' | 'unsearchable' | 'unsortable'>;
  /** State */
  state_id: f.Many2oneField<'res.country.state'>;
  /** Street */
  street: f.CharField;
  /** Street2 */
  street2: f.CharField;
  /** Tasks */
  task_ids: f.One2manyField<'project.task'>;
  /** Title */
  title: f.Many2oneField<'res.partner.title'>;
  /**
   * Address Type
   * - Contact: Use this to organize the contact details of employees of a given company (e.g. CEO, CFO, ...).
   * - Invoice Address: Preferred address for all invoices. Selected by default when you invoice an order that belongs to this company.
   * - Delivery Address: Preferred address for all deliveries. Selected by default when you deliver an order that belongs to this company.
   * - Other: Other address for the company (e.g. subsidiary, ...)
   */
  type: f.SelectionField<'contact' | 'delivery' | 'invoice' | 'other'>;
  /** Timezone */
  tz: f.SelectionField<'America/New_York' | 'Asia/Tokyo' | 'Europe/Brussels' | 'Europe/London' | 'Europe/Paris' | 'UTC'>;
  /** Salesperson */
  user_id: f.Many2oneField<'res.users'>;
  /** Users */
  user_ids: f.One2manyField<'res.users'>;
  /** Tax ID */
  vat: f.CharField;
  /** Website Link */
  website: f.CharField;
  /**
   * Last Updated on
   * Read-only.
   */
  write_date: f.DatetimeField<'readonly'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2oneField<'res.users', 'readonly'>;
  /** Zip */
  zip: f.CharField;
}

/** Sales Advance Payment Invoice: `sale.advance.payment.inv` */
export interface SaleAdvancePaymentInv {
  /** ID */
  id: f.IdField;
  /**
   * Create Invoice
   * Required.
   */
  advance_payment_method: f.SelectionField<'delivered' | 'fixed' | 'percentage', 'required'>;
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
  display_name: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Sale Order */
  sale_order_ids: f.Many2manyField<'sale.order'>;
  /**
   * Last Updated on
   * Read-only.
   */
  write_date: f.DatetimeField<'readonly'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2oneField<'res.users', 'readonly'>;
}

/** Sales Order: `sale.order` */
export interface SaleOrder {
  /** ID */
  id: f.IdField;
  /** Security Token */
  access_token: f.CharField;
  /**
   * Next Activity Deadline
   * Read-only.
   */
  activity_date_deadline: f.DateField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Activities */
  activity_ids: f.One2manyField<'mail.activity'>;
  /**
   * Activity State
   * Read-only.
   */
  activity_state: f.SelectionField<'overdue' | 'planned' | 'today', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Next Activity Summary
   * Read-only.
   */
  activity_summary: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Next Activity Type
   * Read-only.
   */
  activity_type_id: f.Many2oneField<'mail.activity.type', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Responsible User
   * Read-only.
   */
  activity_user_id: f.Many2oneField<'res.users', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Taxes
   * Read-only. In the currency of `currency_id`.
   */
  amount_tax: f.MonetaryField<'readonly'>;
  /**
   * Amount to invoice
   * Read-only. In the currency of `currency_id`.
   */
  amount_to_invoice: f.MonetaryField<'readonly'>;
  /**
   * Total
   * Read-only. In the currency of `currency_id`.
   */
  amount_total: f.MonetaryField<'readonly'>;
  /**
   * Untaxed Amount
   * Read-only. In the currency of `currency_id`.
   */
  amount_untaxed: f.MonetaryField<'readonly'>;
  /** Customer Reference */
  client_order_ref: f.CharField;
  /**
   * Company
   * Required.
   */
  company_id: f.Many2oneField<'res.company', 'required'>;
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
   * Display Name
   * Read-only.
   */
  display_name: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Has Message
   * Read-only.
   */
  has_message: f.BooleanField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Invoice Count
   * Read-only.
   */
  invoice_count: f.IntegerField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Invoices
   * Read-only.
   */
  invoice_ids: f.Many2manyField<'account.move', 'readonly' | 'unsearchable'>;
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
   * Attachment Count
   * Read-only.
   */
  message_attachment_count: f.IntegerField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Followers */
  message_follower_ids: f.One2manyField<'mail.followers'>;
  /** Messages */
  message_ids: f.One2manyField<'mail.message'>;
  /**
   * Is Follower
   * Read-only.
   */
  message_is_follower: f.BooleanField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Action Needed
   * Read-only.
   * If checked, new messages require your attention.
   */
  message_needaction: f.BooleanField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Followers (Partners)
   * Read-only.
   */
  message_partner_ids: f.Many2manyField<'res.partner', 'readonly' | 'unsearchable'>;
  /**
   * Order Reference
   * Required.
   */
  name: f.CharField<'required'>;
  /** Terms and conditions */
  note: f.HtmlField;
  /** Opportunity */
  opportunity_id: f.Many2oneField<'crm.lead'>;
  /** Order Lines */
  order_line: f.One2manyField<'sale.order.line'>;
  /** Source Document */
  origin: f.CharField;
  /**
   * Customer
   * Required.
   */
  partner_id: f.Many2oneField<'res.partner', 'required'>;
  /**
   * Invoice Address
   * Required.
   */
  partner_invoice_id: f.Many2oneField<'res.partner', 'required'>;
  /**
   * Delivery Address
   * Required.
   */
  partner_shipping_id: f.Many2oneField<'res.partner', 'required'>;
  /** Signature */
  signature: f.BinaryField;
  /**
   * Status
   * Read-only.
   */
  state: f.SelectionField<'cancel' | 'draft' | 'sale' | 'sent', 'readonly'>;
  /** Tags */
  tag_ids: f.Many2manyField<'crm.tag'>;
  /** Sales Team */
  team_id: f.Many2oneField<'crm.team'>;
  /** Salesperson */
  user_id: f.Many2oneField<'res.users'>;
  /** Expiration */
  validity_date: f.DateField;
  /**
   * Last Updated on
   * Read-only.
   */
  write_date: f.DatetimeField<'readonly'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2oneField<'res.users', 'readonly'>;
}

/** Sales Order Line: `sale.order.line` */
export interface SaleOrderLine {
  /** ID */
  id: f.IdField;
  /**
   * Company
   * Read-only.
   */
  company_id: f.Many2oneField<'res.company', 'readonly'>;
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
   * Currency
   * Read-only.
   */
  currency_id: f.Many2oneField<'res.currency', 'readonly'>;
  /** Discount (%) */
  discount: f.FloatField;
  /**
   * Display Name
   * Read-only.
   */
  display_name: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Display Type */
  display_type: f.SelectionField<'line_note' | 'line_section'>;
  /** Invoice Lines */
  invoice_lines: f.Many2manyField<'account.move.line'>;
  /**
   * Invoice Status
   * Read-only.
   */
  invoice_status: f.SelectionField<'invoiced' | 'no' | 'to invoice' | 'upselling', 'readonly'>;
  /**
   * Description
   * Required.
   */
  name: f.TextField<'required'>;
  /**
   * Order Reference
   * Required.
   */
  order_id: f.Many2oneField<'sale.order', 'required'>;
  /**
   * Customer
   * Read-only.
   */
  order_partner_id: f.Many2oneField<'res.partner', 'readonly'>;
  /**
   * Subtotal
   * Read-only. In the currency of `currency_id`.
   */
  price_subtotal: f.MonetaryField<'readonly'>;
  /**
   * Total Tax
   * Read-only.
   */
  price_tax: f.FloatField<'readonly'>;
  /**
   * Total
   * Read-only. In the currency of `currency_id`.
   */
  price_total: f.MonetaryField<'readonly'>;
  /**
   * Unit Price
   * Required.
   */
  price_unit: f.FloatField<'required'>;
  /** Product */
  product_id: f.Many2oneField<'product.product'>;
  /**
   * Product Template
   * Read-only.
   */
  product_template_id: f.Many2oneField<'product.template', 'readonly'>;
  /** Unit of Measure */
  product_uom: f.Many2oneField<'uom.uom'>;
  /**
   * Quantity
   * Required.
   */
  product_uom_qty: f.FloatField<'required'>;
  /** Delivery Quantity */
  qty_delivered: f.FloatField;
  /**
   * Invoiced Quantity
   * Read-only.
   */
  qty_invoiced: f.FloatField<'readonly'>;
  /**
   * Quantity To Invoice
   * Read-only.
   */
  qty_to_invoice: f.FloatField<'readonly'>;
  /**
   * Salesperson
   * Read-only.
   */
  salesman_id: f.Many2oneField<'res.users', 'readonly'>;
  /** Sequence */
  sequence: f.IntegerField;
  /**
   * Order Status
   * Read-only.
   */
  state: f.SelectionField<'cancel' | 'draft' | 'sale' | 'sent', 'readonly'>;
  /** Taxes */
  tax_id: f.Many2manyField<'account.tax'>;
  /**
   * Last Updated on
   * Read-only.
   */
  write_date: f.DatetimeField<'readonly'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2oneField<'res.users', 'readonly'>;
}
