// The functions of the surface: those of the module, entered only where there is room.

import './instance.js';
import * as wasm from 'odoo-client-wasm-glue';
import { needRoom } from './room.js';

export function configFromEnv(prefix) { needRoom(); return wasm.configFromEnv(prefix); }
export function inferSafetyLevel(method) { needRoom(); return wasm.inferSafetyLevel(method); }
export function setDefaultSafetyContext(context) { needRoom(); wasm.setDefaultSafetyContext(context); }
export function getDefaultSafetyContext() { needRoom(); return wasm.getDefaultSafetyContext(); }
export function resolveSafetyContext(context) { needRoom(); return wasm.resolveSafetyContext(context); }
export function ensureHtmlBody(body) { needRoom(); return wasm.ensureHtmlBody(body); }
export function getPropertyValue(properties, name) { needRoom(); return wasm.getPropertyValue(properties, name); }
export function getPropertyDefinition(definitions, name) { needRoom(); return wasm.getPropertyDefinition(definitions, name); }
export function propertiesToWriteFormat(properties) { needRoom(); return wasm.propertiesToWriteFormat(properties); }
