# nabla in two stages: one that compiles, one that has only what runs. For amd64 and arm64: the instruction
# set is chosen when it starts, so the image need not be built where it runs.
FROM node:24-bookworm-slim AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends cmake g++ make \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /nabla
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY CMakeLists.txt ./
COPY native native
COPY bench/products.cpp bench/
RUN npx cmake-js compile --CDNABLA_TESTS=OFF
COPY tsconfig.json tsconfig.build.json ./
COPY src src
RUN npx tsc --project tsconfig.build.json && npm prune --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production NABLA_DATA_DIR=/data
WORKDIR /nabla
COPY --from=build /nabla/package.json ./
COPY --from=build /nabla/node_modules node_modules
COPY --from=build /nabla/build/Release/nabla.node build/Release/nabla.node
COPY --from=build /nabla/dist dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080
# As long as a stop may take; compose.yaml and orchestrators must grant as much.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.NABLA_PORT || 8080}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/server.js"]
