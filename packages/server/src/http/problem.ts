/**
 * The one place where errors become HTTP answers.
 * Invariant: a user's error is shown with its hint; an inner one is logged whole and shown without detail.
 */
import { errorCodes, isSlipwayError, toErrorData } from '@slipway/contracts';
import type { Logger } from '@slipway/core';
import type { FastifyInstance } from 'fastify';

export function installProblemHandler(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error, request, reply) => {
    if (isSlipwayError(error)) {
      const { httpStatus, isUserError } = errorCodes[error.code];
      if (!isUserError) log.error('request-failed', { url: request.url, error: error.stack });
      return reply.status(httpStatus).send(toErrorData(error));
    }
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status < 500) {
      const { message } = error as Error;
      return reply.status(status).send({ code: 'request-invalid', message, retryable: false });
    }
    log.error('request-failed', { url: request.url, error: (error as Error).stack });
    const message = 'the server met an error of its own; its log tells more';
    return reply.status(500).send({ code: 'internal', message, retryable: false });
  });
  app.setNotFoundHandler((request, reply) =>
    reply
      .status(404)
      .send({ code: 'not-found', message: `there is no ${request.method} ${request.url}`, retryable: false }),
  );
}
