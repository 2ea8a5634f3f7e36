# The image of both process kinds: its command is the web process; the worker is "node src/main/worker.ts".
# It has a Node of its own, so the development dependency "node" stays out with the others.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# "--omit=dev" alone brings the embedding model along, for COLDPATH_EMBEDDINGS=builtin.
ARG OMIT="--omit=dev --omit=optional"
# Declarations and source maps are for editors.
RUN npm ci $OMIT --ignore-scripts \
  && find node_modules \( -name "*.map" -o -name "*.d.ts" -o -name "*.d.mts" -o -name "*.d.cts" \) -delete

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=8787 \
    COLDPATH_DATA_DIR=/data
WORKDIR /app
# For an embedded database: docker run -v coldpath:/data … node src/main/serve.ts
RUN mkdir /data && chown node:node /data
COPY --from=dependencies /app/node_modules node_modules/
COPY package.json crontab LICENSE ./
COPY sql/ sql/
COPY tasks/ tasks/
COPY src/ src/
USER node
EXPOSE 8787
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# One thread beside the main one to collect garbage: the others would take cores that readers wait for.
CMD ["node", "--v8-pool-size=1", "src/main/web.ts"]
