"""The page that describes the API to people, made from the OpenAPI document."""
