export { hasRegisterNumber } from './national-register-number.js';
