# One file and nothing else: docker run --rm -v "$PWD:/work" netpolc check
FROM rust:1.95-slim-bookworm AS build
WORKDIR /source
COPY . .
RUN cp "$(scripts/static)" /netpolc

FROM scratch
COPY --from=build /netpolc /netpolc
WORKDIR /work
USER 65532:65532
ENTRYPOINT ["/netpolc"]
