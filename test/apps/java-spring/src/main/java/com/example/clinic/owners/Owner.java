package com.example.clinic.owners;

public record Owner(long id, String name) {}
