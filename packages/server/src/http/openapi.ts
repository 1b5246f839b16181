/**
 * The OpenAPI 3.1 document of the control API, made from the same schemas that parse its requests.
 */
import { api, errorData, type Route } from '@slipway/contracts';
import { z } from 'zod';

type JsonSchema = Record<string, unknown>;

/** @param version of the product */
export function describeOpenApi(version: string): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const [name, route] of Object.entries(api) as [string, Route][]) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][route.method.toLowerCase()] = describeOperation(name, route);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Slipway control API', version },
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'slipway_session' },
      },
    },
    security: [{ token: [] }, { session: [] }],
  };
}

function describeOperation(name: string, route: Route): JsonSchema {
  const parameters = [
    ...describeParameters(route.params, 'path'),
    ...describeParameters(route.query, 'query'),
  ];
  const body = toSchema(route.body, 'input');
  const hasBody = Object.keys((body.properties as object | undefined) ?? {}).length > 0;
  const json = (schema: JsonSchema) => ({ content: { 'application/json': { schema } } });
  return {
    operationId: name,
    summary: route.summary,
    parameters,
    ...(hasBody ? { requestBody: { required: true, ...json(body) } } : {}),
    responses: {
      200: { description: 'Done', ...json(toSchema(route.response, 'output')) },
      default: { description: 'Refused or failed', ...json(toSchema(errorData, 'output')) },
    },
  };
}

function describeParameters(schema: z.ZodType, place: 'path' | 'query'): JsonSchema[] {
  const { properties = {}, required = [] } = toSchema(schema, 'input') as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: one,
  }));
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;
  return rest;
}
