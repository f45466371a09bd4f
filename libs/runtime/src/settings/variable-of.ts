/** Returns the environment variable of a setting: `REGIE_POSTGRES_URL` for `postgresUrl`. */
export const variableOf = (setting: string): string =>
  `REGIE_${setting.replace(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase()}`;
