# The binary alone, in an image without shell or package manager. Until it serves HTTP as well, a container
# speaks MCP over stdin and stdout:  docker run --rm -i -e KIMAI_URL -e KIMAI_API_TOKEN kimai-mcp

FROM node:24-bookworm-slim AS build
WORKDIR /build
RUN npm install --global deno@2.9.6
COPY deno.json deno.lock ./
COPY src ./src
RUN deno task compile

# Has glibc, which the binary needs, and CA certificates.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /build/dist/kimai-mcp /usr/local/bin/kimai-mcp
COPY LICENSE /usr/share/doc/kimai-mcp/
ENTRYPOINT ["/usr/local/bin/kimai-mcp"]
