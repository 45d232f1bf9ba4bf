# The server over HTTP, in an image of the binary and what it needs: glibc and CA certificates, no shell.
#   docker build -t kimai-mcp .
#   docker run -p 127.0.0.1:8000:8000 -v kimai-mcp:/data -v ./config:/app/config:ro \
#     -e USERS_CONFIG_FILE=/app/config/users.json kimai-mcp
# Over stdin and stdout, for one person:
#   docker run -i --rm -e KIMAI_URL -e KIMAI_API_TOKEN kimai-mcp --no-http
# It runs with --read-only and --cap-drop=ALL. Settings are best given as variables: the health check reads those
# as well, and knows nothing of flags that are written after the image's name.

FROM --platform=$BUILDPLATFORM docker.io/denoland/deno:bin-2.9.6@sha256:4cf0029b9aeeeed5efcbb71828737f0d7c8c8a20072df960e51a5679ef0d21ba AS deno

# The binary is compiled on the building machine for the one it is made for, as Deno can: the other way, Deno under
# emulation, takes many times as long and comes to the same bytes.
FROM --platform=$BUILDPLATFORM docker.io/library/debian:trixie-slim@sha256:a29215f6a35e51e22adffa17f89e9d2ef06214e64a2bad10d765c46aea49f11f AS build
COPY --from=deno /deno /usr/local/bin/deno
WORKDIR /build
RUN mkdir empty
COPY deno.json deno.lock ./
COPY src ./src
RUN deno task bundle
ARG TARGETARCH
# The flags of the task "compile", for the platform that is asked for.
RUN case "$TARGETARCH" in \
      amd64) target=x86_64-unknown-linux-gnu ;; \
      arm64) target=aarch64-unknown-linux-gnu ;; \
      *) echo "There is no image for $TARGETARCH: build it for amd64 or arm64" >&2; exit 1 ;; \
    esac \
    && deno compile --output dist/kimai-mcp --target="$target" \
      --no-config --unstable-temporal --unstable-no-legacy-abort \
      --v8-flags=--no-enable-lazy-source-positions --no-prompt \
      --allow-net --allow-env --allow-read --allow-write --allow-run --deny-import --no-code-cache \
      dist/bundle/main.js

FROM gcr.io/distroless/cc-debian13:nonroot@sha256:e792ab3d241a468a4fd7519ddbbebe66b49b5f365771716ea688ad40b6c6f1c2
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="kimai-mcp" \
      org.opencontainers.image.description="An MCP server for Kimai" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.base.name="gcr.io/distroless/cc-debian13:nonroot"
COPY --from=build /build/dist/kimai-mcp /usr/local/bin/kimai-mcp
COPY LICENSE /usr/share/doc/kimai-mcp/LICENSE
# For what is kept, and for users.json where the Python server's image had it. Its user had this number as well, so
# that files which belong to it stay readable; a number, because Kubernetes cannot tell whether a name is root.
COPY --from=build --chown=1000:1000 --chmod=0700 /build/empty /data
COPY --from=build --chown=1000:1000 --chmod=0755 /build/empty /app/config
ENV KIMAI_MCP_HTTP=true \
    MCP_HOST=0.0.0.0 \
    KIMAI_MCP_OAUTH_STATE_FILE=/data/oauth_state.json
WORKDIR /app
USER 1000:1000
VOLUME ["/data"]
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=5s --retries=3 CMD ["/usr/local/bin/kimai-mcp", "health"]
ENTRYPOINT ["/usr/local/bin/kimai-mcp"]
