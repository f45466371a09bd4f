import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';

const HEAD = `/* eslint-disable -- made by \`npm run openapi\` from the description that the hub gives of itself: do not edit */\n`;

/** Generates the types of libs/client from the description of a hub. */
export const typesOf = async (description: object): Promise<string> =>
  HEAD + astToString(await openapiTS(description as OpenAPI3, { alphabetize: true }));

/** Formats the description as it is committed. */
export const written = (description: object): string => `${JSON.stringify(description, null, 2)}\n`;
