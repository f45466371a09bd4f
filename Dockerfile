# Every process of the hub in one image: the command says which (docker-compose.yml). node:24 is the Node that package.json pins.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY apps/regie/bin/package.json apps/regie/bin/
# `prepare` would build before the sources are there
RUN npm ci --ignore-scripts
COPY .swcrc ./
COPY apps apps
COPY libs libs
COPY test test
# dist/sbom.cdx.json lists the packages of the image.
RUN npm run build \
 && npm run sbom \
 && rm -rf dist/test dist/libs/testing dist/libs/*/src/testing

FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY apps/regie/bin/package.json apps/regie/bin/
# Optional packages are the programs of the embedded PostgreSQL, which only the hub in a box starts.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json ./
COPY apps/require-node.js apps/
COPY apps/regie/bin apps/regie/bin
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
USER node
# The command names the process: hub, mandates, cases, partners or teams.
# New objects may take 64 MB of memory (two semi-spaces), not 128 (docs/adr/0093).
ENTRYPOINT ["node", "--enable-source-maps", "--max-semi-space-size=32"]
CMD ["dist/apps/mandates/src/main.js"]
